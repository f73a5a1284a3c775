package dev.halcyon.engine.cache;

import dev.halcyon.engine.fingerprint.EmbeddingIndex;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds remembered items of nearly the same meaning. Two generations: when the younger is full the
 * older is forgotten as a whole. What is erased is overwritten at once. Thread-safe.
 */
final class NearMeanings {
  private static final int LOOKED_AT = 16;

  /** A like item, and how like it is. */
  record Found(Remembered item, double cosine) {}

  private static final class Generation {
    private final EmbeddingIndex index = new EmbeddingIndex(SentenceEncoder.DIMENSIONS);
    private final List<Remembered> items = new ArrayList<>();
  }

  private final int most;
  private Generation younger = new Generation();
  private Generation older = new Generation();

  /**
   * @param most items of a generation
   */
  NearMeanings(int most) {
    this.most = most;
  }

  synchronized void add(Remembered item, float[] point) {
    if (younger.items.size() >= most) {
      older = younger;
      younger = new Generation();
    }
    younger.index.add(point);
    younger.items.add(item);
  }

  /** The nearest of a scope from a cosine on, among the nearest of all scopes. */
  synchronized Optional<Found> find(String scope, float[] point, double from) {
    @Nullable Found best = null;
    for (Generation each : List.of(younger, older)) {
      for (EmbeddingIndex.Neighbour neighbour : each.index.nearest(point, LOOKED_AT)) {
        Remembered item = each.items.get(neighbour.index());
        if (neighbour.cosine() >= from
            && item.scope().equals(scope)
            && (best == null || neighbour.cosine() > best.cosine())) {
          best = new Found(item, neighbour.cosine());
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Forgets items; their vectors, from which words can be guessed, are overwritten. */
  synchronized void forget(Set<UUID> erased) {
    for (Generation each : List.of(younger, older)) {
      for (int i = 0; i < each.items.size(); i++) {
        if (erased.contains(each.items.get(i).item())) {
          each.index.erase(i);
          each.items.set(i, each.items.get(i).forgotten());
        }
      }
    }
  }

  /** What lies in memory, so that a test can see what an erasure left of it. */
  synchronized List<float[]> vectors() {
    return Stream.of(younger, older)
        .flatMap(each -> IntStream.range(0, each.index.size()).mapToObj(each.index::vector))
        .toList();
  }
}
