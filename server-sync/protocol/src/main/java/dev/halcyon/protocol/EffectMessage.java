package dev.halcyon.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * The body of a webhook. Every delivery of an event has the same bytes.
 *
 * @param id of the event: the same at each delivery, for receivers to take it once
 * @param sequence grows with each event of one item; an event with a smaller one than the receiver
 *     has seen of this item is old
 * @param timestamp when its cause was recorded
 */
public record EffectMessage(
    UUID id, EffectKind type, long sequence, Instant timestamp, JsonNode data) {}
