package dev.halcyon.server.intake;

import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.media.FetchRepository;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a broken media host from making a case of each item that names it (docs/decisions/0274). A
 * few such cases are open for a host at once, so that people know; other items about which nothing
 * else is to be said wait, are tried again, and take their turn. Thread-safe.
 */
final class HeldFetches {
  private static final Logger LOG = LoggerFactory.getLogger(HeldFetches.class);

  /** Open cases for what one host did not give, at most. */
  static final int CASES = 5;

  /** A case of longer ago that nobody decided takes no place any more. */
  private static final Duration COUNTED = Duration.ofDays(7);

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final Duration pause;
  private final FetchRepository repository = new FetchRepository();
  private final ReportRepository reports = new ReportRepository();
  private final ItemRepository items = new ItemRepository();
  private final Map<String, Instant> failing = new ConcurrentHashMap<>();

  /**
   * @param pause between two looks at what is held
   */
  HeldFetches(Database database, AuditLog audit, Clock clock, Duration pause) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Holds an item that only its missing media would bring before a person, if there are enough such
   * cases of their host already. One that somebody reported is never held.
   *
   * @return whether it is held, so that it is not to be concluded now
   */
  boolean hold(UUID item) {
    return database.inTransaction(
        handle -> {
          items.lockVisibility(handle, item);
          Optional<String> crowded =
              repository.failedHosts(handle, item).stream()
                  .filter(failed -> isCrowded(handle, failed.host(), item, failed.at()))
                  .map(FetchRepository.FailedHost::host)
                  .findFirst();
          if (crowded.isEmpty() || reports.anyOf(handle, item)) {
            return false;
          }
          repository.hold(handle, item, clock.instant().plus(pause));
          audit.append(handle, "machine", "media.held", item.toString(), Map.of(), Map.of());
          if (failing.put(crowded.get(), clock.instant()) == null) {
            LOG.warn("items wait for media of {}, which does not give them", crowded.get());
          }
          return true;
        });
  }

  /** Whether a held item may take its turn; in the transaction that holds its row. */
  boolean mayGo(Handle handle, FetchRepository.Fetch fetch) {
    return !isCrowded(handle, fetch.host(), fetch.item(), clock.instant())
        || reports.anyOf(handle, fetch.item());
  }

  private boolean isCrowded(Handle handle, String host, UUID item, Instant by) {
    Instant since = clock.instant().minus(COUNTED);
    return repository.cases(handle, host, item, since, by) >= CASES;
  }

  /** Whether a held fetch is worth trying: one for each host at a time while it fails. */
  boolean mayTry(FetchRepository.Fetch fetch) {
    Instant now = clock.instant();
    Instant last = failing.getOrDefault(fetch.host(), Instant.MIN);
    return !fetch.isLost() && (last.isAfter(now) || !last.plus(pause).isAfter(now));
  }

  Instant nextLook() {
    return clock.instant().plus(pause);
  }

  /** A host failed. */
  void failed(String host) {
    failing.put(host, clock.instant());
  }

  /** A host gave something: what waited for it is tried now. */
  void came(Handle handle, String host) {
    if (failing.remove(host) != null) {
      repository.release(handle, host, clock.instant());
    }
  }
}
