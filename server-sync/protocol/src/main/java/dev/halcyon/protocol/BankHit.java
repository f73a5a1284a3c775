package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * An item that matched an entry of a bank.
 *
 * @param distance bits that differ
 * @param counted false where the match was only recorded
 */
public record BankHit(UUID itemId, String hash, int distance, boolean counted, Instant at) {}
