package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the policy says of one category.
 *
 * @param priority of a case when this category leads
 * @param weights how much the word of each witness ({@code text}, {@code image}, {@code sound},
 *     {@code conversation}, {@code author}) adds to that of others, 0..1; those not named have the
 *     engine's own
 */
public record CategoryPolicy(
    Category category,
    String title,
    SeverityBand severity,
    Priority priority,
    List<Clause> clauses,
    List<ThresholdRule> thresholds,
    Map<String, Double> weights) {
  public CategoryPolicy {
    clauses = clauses == null ? List.of() : List.copyOf(clauses);
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
    // Sorted: a policy is known by the hash of its text, which must not depend on the process.
    weights =
        weights == null
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(weights)));
  }

  /** A category with the engine's own weights. */
  public CategoryPolicy(
      Category category,
      String title,
      SeverityBand severity,
      Priority priority,
      List<Clause> clauses,
      List<ThresholdRule> thresholds) {
    this(category, title, severity, priority, clauses, thresholds, Map.of());
  }
}
