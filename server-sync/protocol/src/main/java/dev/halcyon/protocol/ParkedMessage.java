package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * A message of a topic that could not be taken as an item.
 *
 * @param partition with {@code offset} its place in the topic
 * @param bytes how long it is
 * @param problem what is wrong with it
 */
public record ParkedMessage(
    UUID id,
    String topic,
    int partition,
    long offset,
    long bytes,
    Problem problem,
    Instant parkedAt) {}
