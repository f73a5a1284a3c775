package dev.halcyon.protocol;

import java.util.List;

/**
 * Messages that could not be taken.
 *
 * @param count of all
 * @param messages a page of them
 */
public record ParkedMessages(long count, List<ParkedMessage> messages) {
  public ParkedMessages {
    messages = messages == null ? List.of() : List.copyOf(messages);
  }
}
