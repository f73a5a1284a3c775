package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Permission to fetch one original once more until it expires; logged when given. */
public record RevealGrant(
    UUID id, UUID caseId, String mediaId, @Nullable Integer frame, Instant expiresAt) {}
