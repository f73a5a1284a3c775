package dev.halcyon.engine.cache;

import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the cascade concluded of one item. No words of it are kept. Immutable.
 *
 * @param scope everything but the words that a verdict of words alone depends on
 * @param comparable SHA-256 of its comparable form
 * @param near its SimHash, where it is long enough for a near match to say anything
 * @param alone whether nothing but the item itself spoke for the verdict: no conversation, no past
 *     of the author
 */
record Remembered(
    UUID item,
    Verdict verdict,
    List<CategoryScore> scores,
    List<Evidence> evidence,
    String scope,
    String comparable,
    Optional<SimHash> near,
    boolean alone) {
  Remembered {
    scores = List.copyOf(scores);
    evidence = List.copyOf(evidence);
  }

  /** Whether a like item has to be looked at because of this one. */
  boolean warns() {
    return alone && verdict != Verdict.ALLOW;
  }

  /** What is left in a place that cannot be taken out: of no scope, without words. */
  Remembered forgotten() {
    return new Remembered(
        item, Verdict.UNKNOWN, List.of(), List.of(), "", "", Optional.empty(), false);
  }
}
