package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One stage of the cascade as the policy lists it.
 *
 * @param stage the stage's name, for example {@code text.linear}
 * @param model the model version it must run, or null for the newest installed
 * @param required whether its failure turns the result to REVIEW
 */
public record StageSpec(String stage, @Nullable String model, boolean required) {}
