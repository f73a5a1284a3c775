package dev.halcyon.engine.judge;

import java.util.Set;

/**
 * A judge's opinion as it is kept beside the assessment, for the rationale. Immutable.
 *
 * @param model that wrote it
 * @param quotes held against the item
 * @param marks what in the item looks like an attempt to steer a model
 * @param clears whether it may clear what classifiers doubted
 */
public record Reasoned(
    Opinion opinion, String model, CheckedQuotes quotes, Set<InjectionMark> marks, boolean clears) {
  public Reasoned {
    marks = Set.copyOf(marks);
  }
}
