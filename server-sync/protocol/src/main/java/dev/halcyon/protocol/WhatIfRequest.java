package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which stored items a version of the policy is tried on.
 *
 * @param from receipt of the first, or null for the oldest
 * @param until receipt before which the last lies, or null for now
 * @param sample about how many of them, drawn evenly, or null for all
 * @param modelRuns how many items may be judged by models again, where what was stored does not
 *     suffice; null for 100
 */
public record WhatIfRequest(
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Integer sample,
    @Nullable Integer modelRuns) {}
