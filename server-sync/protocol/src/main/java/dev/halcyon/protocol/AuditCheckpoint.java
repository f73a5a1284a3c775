package dev.halcyon.protocol;

import java.time.Instant;

/**
 * A signed statement of the log's state.
 *
 * @param size entries covered
 * @param rootHash RFC 6962 Merkle tree hash, lower-case hex
 * @param signature Ed25519 over {@code halcyon-audit\n<size>\n<rootHash>\n}, base64
 * @param keyId SHA-256 of the public key, lower-case hex
 */
public record AuditCheckpoint(
    long size, String rootHash, Instant at, String signature, String keyId) {}
