package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person has of a budget in one period, in weighed milliseconds.
 *
 * @param usedMillis as the ledger says, and what it has not told yet
 * @param assumedMillis how much of that the server assumes, because a case was open and no
 *     workbench has reported yet
 * @param reservedMillis for cases that are open now
 * @param leftMillis what further cases may take, null without a limit
 * @param returnsAt when the period begins anew; of a stretch, if a break begins now
 */
public record PeriodBalance(
    long usedMillis,
    long assumedMillis,
    long reservedMillis,
    @Nullable Long limitMillis,
    @Nullable Long leftMillis,
    Instant returnsAt) {}
