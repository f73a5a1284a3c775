package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One stage of the cascade as the policy lists it.
 *
 * @param stage the stage's name, for example {@code text.linear}
 * @param model the model version it must run, or null for the newest installed
 * @param required whether its failure turns the result to REVIEW
 * @param calibration the operator's own calibration of its scores, for example {@code
 *     night-market@2+1f3a9c0b77de}, or null for the scores as the model gives them
 */
public record StageSpec(
    String stage, @Nullable String model, boolean required, @Nullable String calibration) {
  /** A stage whose scores stand as its model gives them. */
  public StageSpec(String stage, @Nullable String model, boolean required) {
    this(stage, model, required, null);
  }

  /** The same, and its failure turns the result to REVIEW. */
  public StageSpec asRequired() {
    return new StageSpec(stage, model, true, calibration);
  }
}
