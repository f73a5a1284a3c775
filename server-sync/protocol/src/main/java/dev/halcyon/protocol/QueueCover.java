package dev.halcyon.protocol;

/** Whether the critical cases of a queue have somebody to take them; nobody is named. */
public record QueueCover(String queue, Cover cover) {}
