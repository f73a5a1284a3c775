package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A threshold and where it applies; a null part applies everywhere. A rule for an audience goes
 * before one for any; among these the one with the most parts that fit wins; a tie goes to
 * language, then region, then surface.
 */
public record ThresholdRule(
    @Nullable String language,
    @Nullable String region,
    @Nullable Surface surface,
    @Nullable Audience audience,
    double review,
    double block) {}
