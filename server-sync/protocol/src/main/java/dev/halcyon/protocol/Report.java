package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notice about an item as reviewers see it. */
public record Report(
    UUID id, ReportSource source, @Nullable Category ground, String comment, Instant receivedAt) {}
