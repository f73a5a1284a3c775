package dev.halcyon.protocol;

/**
 * Whether the critical cases of a queue have somebody to take them; nobody is named.
 *
 * @param uncovered critical cases of the last day for which all who could take them were at their
 *     limit, so that the policy's rule was applied
 */
public record QueueCover(String queue, Cover cover, int uncovered) {}
