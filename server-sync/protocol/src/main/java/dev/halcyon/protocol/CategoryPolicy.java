package dev.halcyon.protocol;

import java.util.List;

/**
 * What the policy says of one category.
 *
 * @param priority of a case when this category leads
 */
public record CategoryPolicy(
    Category category,
    String title,
    SeverityBand severity,
    Priority priority,
    List<Clause> clauses,
    List<ThresholdRule> thresholds) {
  public CategoryPolicy {
    clauses = clauses == null ? List.of() : List.copyOf(clauses);
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
  }
}
