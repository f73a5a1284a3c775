package dev.halcyon.protocol;

import java.time.Instant;

/**
 * An entry that matched so many items that no match acts by itself any more.
 *
 * @param items how many it had matched in the bank's window when it was quarantined
 */
public record QuarantinedHash(String bank, String hash, long items, Instant since) {}
