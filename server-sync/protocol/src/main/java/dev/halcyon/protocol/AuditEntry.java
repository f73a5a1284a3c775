package dev.halcyon.protocol;

import java.time.Instant;

/**
 * One entry of the audit log. Personal values are not in it, only keyed commitments to them.
 *
 * @param seq position in the log, from 0, without gaps
 * @param actor account id, {@code machine} or {@code system}
 * @param action for example {@code decision.made}
 * @param details canonical JSON
 * @param leafHash RFC 6962 leaf hash of the canonical entry, lower-case hex
 */
public record AuditEntry(
    long seq,
    Instant at,
    String actor,
    String action,
    String subject,
    String details,
    String leafHash) {}
