package dev.halcyon.engine.fusion;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the texts of one item mean: asks the encoder once for each text, however many rules ask.
 * Confined to one thread.
 */
final class Meant {
  private final Examples examples;
  private final Instant until;
  private final Map<String, float[]> points = new HashMap<>();

  Meant(Examples examples, Instant until) {
    this.examples = examples;
    this.until = until;
  }

  /** How much nearer a text is to some examples than to others; nothing without an answer. */
  Optional<Double> nearer(Part.Means part, String text) throws InterruptedException {
    Optional<float[]> point = point(text);
    return point.isEmpty() ? Optional.empty() : examples.nearer(part, point.get(), until);
  }

  /** The score of the likeliest of these intents; nothing without an answer. */
  Optional<Double> intended(List<String> intents, String text) throws InterruptedException {
    Optional<float[]> point = point(text);
    if (point.isEmpty()) {
      return Optional.empty();
    }
    double most = 0;
    for (String intent : intents) {
      most = Math.max(most, Intents.shipped().score(intent, point.get()));
    }
    return Optional.of(most);
  }

  private Optional<float[]> point(String text) throws InterruptedException {
    float[] known = points.get(text);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<float[]> point = examples.point(text, until);
    point.ifPresent(found -> points.put(text, found));
    return point;
  }
}
