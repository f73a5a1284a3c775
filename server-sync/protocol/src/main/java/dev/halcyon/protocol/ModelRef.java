package dev.halcyon.protocol;

/**
 * Which model or rule engine spoke.
 *
 * @param sha256 of the weights, lower-case hex, or the empty string where there are none
 * @param provider what ran it: {@code cpu}, {@code cuda}, {@code jvm}
 */
public record ModelRef(String name, String version, String sha256, String provider) {}
