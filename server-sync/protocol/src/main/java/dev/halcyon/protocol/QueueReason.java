package dev.halcyon.protocol;

/** One reason for a case's place, with the figure behind it ("reach", "48000"). */
public record QueueReason(ReasonKind kind, String value) {}
