package dev.halcyon.server.queue;

/**
 * The cases of a queue in a language: what decides who may take them.
 *
 * @param language as the case names it
 */
public record QueueLanguage(String queue, String language) {}
