package dev.halcyon.client.journal;

import java.util.UUID;
import java.util.function.Function;

/**
 * What one kind of journal holds, and how its failures are said. Immutable.
 *
 * @param records the records' common type, as Jackson reads it
 * @param format the highest format this version reads
 * @param header makes the first record for an account
 * @param code first word of its problems' codes: {@code outbox}
 * @param what is kept, in the plural: "decisions"
 * @param notKept a sentence without its end: what a failed write means
 * @param unharmed a sentence: what a failed write leaves as it was
 * @param afterLoss what to do when something kept may be missing
 * @param afterTear what to do when a crash cut the last write short
 */
public record JournalKind<R>(
    Class<R> records,
    int format,
    Function<UUID, R> header,
    String code,
    String what,
    String notKept,
    String unharmed,
    String afterLoss,
    String afterTear) {}
