package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Which policy applied.
 *
 * @param overlay the region overlay merged in, or null for the global base
 */
public record PolicyRef(String id, int version, @Nullable String overlay) {}
