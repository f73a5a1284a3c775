package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * An item that hangs on a case made for another one.
 *
 * @param waiting whether it still waits for the decision on the case
 * @param wordsApart how far its words are from those of the case's item: 0 for the same words as
 *     written, 100 at the edge of what counts as nearly the same
 * @param picturesApart the same of its pictures; the one furthest apart counts
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
    int wordsApart,
    int picturesApart,
    String excerpt) {}
