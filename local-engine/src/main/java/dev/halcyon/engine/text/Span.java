package dev.halcyon.engine.text;

/** A stretch of text in UTF-16 code units, {@code end} exclusive. */
public record Span(int start, int end) {}
