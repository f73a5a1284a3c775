package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of the conversation around an item, oldest first in its list.
 *
 * @param replyTo position in the list of the message it answers, or null
 */
public record ContextMessage(
    String authorId, String authorName, String text, Instant at, @Nullable Integer replyTo) {}
