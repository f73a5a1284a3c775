package dev.halcyon.engine.fusion;

import java.time.Instant;
import java.util.Optional;

/** Places texts so that nearness is nearness of meaning. Implementations are thread-safe. */
public interface Meaning {
  /** No model at hand: nothing has a place. */
  Meaning NONE = (text, until) -> Optional.empty();

  /**
   * Where an English text lies, a point of length 1; nothing when no model answers in time.
   *
   * @throws InterruptedException when the thread is told to stop
   */
  Optional<float[]> of(String text, Instant until) throws InterruptedException;
}
