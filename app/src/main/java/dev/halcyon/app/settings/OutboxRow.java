package dev.halcyon.app.settings;

import java.util.Optional;
import java.util.UUID;

/**
 * One decision on its way, in words. Immutable.
 *
 * @param what was decided: "Remove · Hate · H2"
 * @param status where it stands, in a sentence
 * @param remedy what to do, when there is something
 */
public record OutboxRow(
    UUID id,
    String what,
    String status,
    Optional<String> remedy,
    boolean attention,
    boolean canRetry,
    boolean canGiveUp) {}
