package dev.halcyon.protocol;

/** Closes a reveal: how long the original was really on screen. */
public record RevealEnded(long shownMillis) {}
