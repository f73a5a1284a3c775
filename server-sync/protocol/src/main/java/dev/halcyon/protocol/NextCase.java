package dev.halcyon.protocol;

import java.util.List;

/**
 * The case handed to whoever asked for the next one, and why this one now.
 *
 * @param why the reasons for its place, and before them why it came before others or to this person
 */
public record NextCase(OpenedCase opened, List<QueueReason> why) {
  public NextCase {
    why = why == null ? List.of() : List.copyOf(why);
  }
}
