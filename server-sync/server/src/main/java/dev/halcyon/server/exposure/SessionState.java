package dev.halcyon.server.exposure;

import dev.halcyon.protocol.ExposureChain;
import dev.halcyon.protocol.ExposureReceipt;
import java.time.Instant;
import java.util.UUID;

/**
 * Where a session of a ledger stands on the server. Immutable.
 *
 * @param lastAt when the last entry began, since the session began
 * @param lastEnd when the latest entry ended, since the session began
 * @param lastCountedAt the moment the last entry counts for
 * @param lostMillis how long at most the entries lasted that were declared lost
 * @param clockSetBack how often the workbench's clock was set back
 */
record SessionState(
    UUID id,
    UUID account,
    long through,
    String chain,
    long lastAt,
    long lastEnd,
    Instant lastCountedAt,
    long lost,
    long lostMillis,
    long differing,
    long broken,
    long clockSetBack) {

  static SessionState begun(UUID id, UUID account) {
    return new SessionState(
        id, account, 0, ExposureChain.START, 0, 0, Instant.EPOCH, 0, 0, 0, 0, 0);
  }

  boolean isNew() {
    return through == 0;
  }

  SessionState withDiffering(long more) {
    return new SessionState(
        id,
        account,
        through,
        chain,
        lastAt,
        lastEnd,
        lastCountedAt,
        lost,
        lostMillis,
        differing + more,
        broken,
        clockSetBack);
  }

  /** Goes on behind entries that nobody has any more, at an entry that begins at a moment. */
  SessionState lost(long lastLost, long nextAt) {
    return new SessionState(
        id,
        account,
        lastLost,
        chain,
        lastAt,
        lastEnd,
        lastCountedAt,
        lost + lastLost - through,
        lostMillis + Math.max(0, nextAt - lastEnd),
        differing,
        broken,
        clockSetBack);
  }

  /** Goes on with an entry. */
  SessionState took(Taken entry, boolean follows, boolean setBack) {
    long at = entry.event().atMillis();
    return new SessionState(
        id,
        account,
        entry.event().sequence(),
        entry.chain(),
        at,
        Math.max(lastEnd, at + entry.event().millis()),
        entry.countedAt(),
        lost,
        lostMillis,
        differing,
        broken + (follows ? 0 : 1),
        clockSetBack + (setBack ? 1 : 0));
  }

  ExposureReceipt receipt() {
    return new ExposureReceipt(id, through, lost, differing, broken);
  }
}
