package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * An item that hangs on a case made for another one.
 *
 * @param waiting whether it still waits for the decision on the case
 * @param excerpt its first words, at most 140 code units, or the empty string
 */
public record CaseMember(
    UUID itemId,
    MemberKind kind,
    boolean waiting,
    String source,
    String externalId,
    String authorId,
    Visibility visibility,
    Instant joinedAt,
    String excerpt) {}
