package dev.halcyon.server.wellness;

/**
 * What a person at work can still be handed of critical severe cases, in milliseconds of budget.
 * Immutable. It never leaves the server: sums over people do.
 *
 * @param now at this moment
 * @param hour within the hour, breaks taken
 * @param onBreak whether they are on one
 */
public record Standing(long now, long hour, boolean onBreak) {}
