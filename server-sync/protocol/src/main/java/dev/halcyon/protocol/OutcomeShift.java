package dev.halcyon.protocol;

/**
 * How many items of a kind would get another verdict.
 *
 * @param of the category, region or language they share
 */
public record OutcomeShift(String of, Verdict before, Verdict after, long items) {}
