package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a person is on a break, and how long they have worked without one.
 *
 * @param since when the break that goes on began, or null
 * @param workedMillis from the end of the last break, or the first case after a pause as long, to
 *     now; 0 on a break
 * @param lastEndedAt when the last break that was taken ended, or null
 */
public record BreakState(
    @Nullable Instant since, long workedMillis, @Nullable Instant lastEndedAt) {}
