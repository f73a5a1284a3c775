package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trial of a version of the policy on stored items.
 *
 * @param version what is tried
 * @param against the version in force when it began
 * @param total items in range when it began, about as many as will be looked at
 * @param done items looked at so far
 * @param failure why it cannot go on, or null
 */
public record WhatIfJob(
    UUID id,
    int version,
    int against,
    WhatIfState state,
    long total,
    long done,
    @Nullable String failure,
    WhatIfReport report,
    Instant startedAt,
    @Nullable Instant endedAt) {}
