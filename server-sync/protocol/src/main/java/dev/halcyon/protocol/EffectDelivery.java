package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the delivery of one event to one target stands.
 *
 * @param number orders the list; for {@code after}
 * @param problem why the last attempt failed, or null
 */
public record EffectDelivery(
    long number,
    UUID id,
    String target,
    EffectKind type,
    UUID itemId,
    String source,
    EffectState state,
    int attempts,
    Instant madeAt,
    @Nullable Instant nextAt,
    @Nullable String problem,
    @Nullable Instant deliveredAt) {}
