package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How much of something a person may be handed, in weighed seconds ({@link ExposureWeights}); null
 * where there is no limit.
 *
 * @param stretch without a pause as long as the policy's break
 * @param day in a day of the person's own time zone
 * @param week in a week of it, from Monday
 */
public record WellnessBudget(
    BudgetScope of, @Nullable Integer stretch, @Nullable Integer day, @Nullable Integer week) {}
