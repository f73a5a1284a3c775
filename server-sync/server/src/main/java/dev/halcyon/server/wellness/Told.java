package dev.halcyon.server.wellness;

import java.util.List;
import java.util.UUID;

/**
 * What a batch of a ledger told. Immutable.
 *
 * @param holder the sign-in by which it came
 * @param session of the ledger
 * @param before entries told earlier that begin at the same moment as the first of these
 * @param entries in order, not empty
 * @param proves whether its links follow; one that was edited adds to what is known and clears
 *     nothing
 * @param lostMillis how long what nobody has any more lasted at most, right before the first entry
 */
public record Told(
    String holder,
    UUID session,
    List<Seen> before,
    List<Seen> entries,
    boolean proves,
    long lostMillis) {
  public Told {
    before = List.copyOf(before);
    entries = List.copyOf(entries);
  }
}
