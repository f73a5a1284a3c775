package dev.halcyon.engine.fusion;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says how much nearer a text is in meaning to some examples than to others: the difference of the
 * mean cosines, -2..2, which is one product with the difference of the two means (nearest centroid,
 * Rocchio 1971). Those differences are kept once made. Safe for any thread.
 */
final class Examples {
  /** More than any policy has; a policy editor may go through many drafts. */
  private static final int MOST_KEPT = 256;

  private final Meaning meaning;
  private final Map<Part.Means, float[]> directions = new ConcurrentHashMap<>();

  Examples(Meaning meaning) {
    this.meaning = meaning;
  }

  /** Where a text lies; nothing when no model answers in time. */
  Optional<float[]> point(String text, Instant until) throws InterruptedException {
    return meaning.of(text, until);
  }

  /** How much nearer a point is; nothing when no model answers in time. */
  Optional<Double> nearer(Part.Means part, float[] point, Instant until)
      throws InterruptedException {
    Optional<float[]> direction = direction(part, until);
    if (direction.isEmpty()) {
      return Optional.empty();
    }
    double nearer = 0;
    for (int i = 0; i < point.length; i++) {
      nearer += (double) point[i] * direction.get()[i];
    }
    return Optional.of(nearer);
  }

  private Optional<float[]> direction(Part.Means part, Instant until) throws InterruptedException {
    float[] kept = directions.get(part);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<float[]> like = mean(part.like(), until);
    Optional<float[]> unlike = like.isEmpty() ? Optional.empty() : mean(part.unlike(), until);
    if (unlike.isEmpty()) {
      return Optional.empty();
    }
    float[] direction = like.get();
    for (int i = 0; i < direction.length; i++) {
      direction[i] -= unlike.get()[i];
    }
    if (directions.size() >= MOST_KEPT) {
      directions.clear();
    }
    directions.put(part, direction);
    return Optional.of(direction);
  }

  private Optional<float[]> mean(List<String> examples, Instant until) throws InterruptedException {
    float[] mean = null;
    for (String example : examples) {
      Optional<float[]> point = meaning.of(example, until);
      if (point.isEmpty()) {
        return Optional.empty();
      }
      mean = mean == null ? new float[point.get().length] : mean;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point.get()[i] / examples.size();
      }
    }
    return Optional.ofNullable(mean);
  }
}
