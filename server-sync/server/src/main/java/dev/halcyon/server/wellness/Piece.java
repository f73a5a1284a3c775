package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;

/**
 * A stretch of time that counts in one scope. Immutable.
 *
 * @param from milliseconds since 1970, by the server's clock
 * @param until as from, after it
 * @param weight budget seconds that one second takes
 */
record Piece(BudgetScope scope, long from, long until, double weight) {
  /** What of it lies between two moments, weighed. */
  long within(long begin, long end) {
    long millis = Math.min(until, end) - Math.max(from, begin);
    return millis <= 0 ? 0 : Math.round(millis * weight);
  }
}
