package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A threshold and where it applies; a null part applies everywhere. The rule with the most parts
 * that fit wins; a tie goes to language, then region, then surface.
 */
public record ThresholdRule(
    @Nullable String language,
    @Nullable String region,
    @Nullable Surface surface,
    double review,
    double block) {}
