package dev.halcyon.server.intake;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Settles who tells a platform of a verdict: the answer its sender still waits for, or a webhook.
 * Whichever side takes an item first has it, so that a verdict is never told by neither.
 * Thread-safe.
 */
final class Callers {
  private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();

  /** A sender waits for this item from now on. */
  void waitFor(UUID item) {
    waiting.add(item);
  }

  /**
   * The sender's deadline is over.
   *
   * @return whether it is to answer without the verdict; otherwise the verdict is being recorded
   *     for it to tell
   */
  boolean giveUp(UUID item) {
    return waiting.remove(item);
  }

  /** The verdict is about to be recorded; whether a sender will tell it. */
  boolean takenByCaller(UUID item) {
    return waiting.remove(item);
  }
}
