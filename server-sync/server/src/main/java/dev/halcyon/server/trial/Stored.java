package dev.halcyon.server.trial;

import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Verdict;
import java.util.List;

/**
 * An item as trials need it: with its media named only, what its stages said, and the version that
 * judged it. Immutable.
 *
 * @param said the assessments as JSON, in cascade order
 */
record Stored(Item item, int version, Verdict verdict, List<String> said) {
  Stored {
    said = List.copyOf(said);
  }
}
