package dev.halcyon.protocol;

/**
 * A person's own exposure as the server has it, from all their workbenches.
 *
 * @param zone the time zone whose days these are, by its IANA name
 * @param today the present day
 * @param week the present week, from Monday
 */
public record OwnExposure(String zone, ExposureSpan today, ExposureSpan week) {}
