package dev.halcyon.protocol;

/**
 * A number that was estimated by playing it many times, with the band in which nine of ten plays
 * lie.
 *
 * @param low 5th percentile
 * @param high 95th percentile
 */
public record Estimate(double value, double low, double high) {}
