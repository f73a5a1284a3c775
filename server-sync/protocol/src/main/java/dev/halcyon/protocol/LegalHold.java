package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A duty to keep an item, whatever its age and whoever asks for its deletion.
 *
 * @param setBy account that set it
 * @param liftedBy account that lifted it, or null while it holds
 */
public record LegalHold(
    UUID id,
    UUID itemId,
    String reason,
    UUID setBy,
    Instant setAt,
    @Nullable UUID liftedBy,
    @Nullable Instant liftedAt) {}
