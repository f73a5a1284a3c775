package dev.halcyon.protocol;

/** How long a case of a priority may wait, and the reach from which an item is raised to it. */
public record SlaSpec(Priority priority, long seconds, long raiseAtReach) {}
