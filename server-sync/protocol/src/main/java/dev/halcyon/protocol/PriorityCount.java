package dev.halcyon.protocol;

/** How many cases of a priority wait in a queue. */
public record PriorityCount(Priority priority, int waiting) {}
