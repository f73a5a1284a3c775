package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * An exclusive, expiring claim on a case.
 *
 * @param token fencing token; grows with each claim of the case
 * @param heartbeatSeconds how often to renew, well under the time to live
 */
public record Lease(
    UUID caseId, long token, Instant expiresAt, long ttlSeconds, long heartbeatSeconds) {}
