package dev.halcyon.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * One slice of what a person saw: of one item, shown in one way, for so long. Session and sequence
 * are its id. Events of one session that begin at the same {@code atMillis} are the same moments
 * seen in several ways; otherwise they do not overlap.
 *
 * @param session made by the workbench anew at each start (UUIDv7)
 * @param sequence from 1, without gaps within the session
 * @param band how heavy the case's category is by the policy it is reviewed under
 * @param atMillis when it began, since the session began, by a clock that is never set
 * @param millis how long it lasted, by the same clock
 * @param startedAt when it began by the workbench's wall clock, which may be wrong
 * @param clockShiftMillis how far the wall clock has moved against the other since the session
 *     began: 0 for a steady clock, negative when it was set back; positive also after a suspend
 */
public record ExposureEvent(
    UUID session,
    long sequence,
    UUID caseId,
    UUID itemId,
    SeverityBand band,
    ExposureKind kind,
    long atMillis,
    long millis,
    Instant startedAt,
    long clockShiftMillis) {}
