package dev.halcyon.app.review;

import dev.halcyon.client.desk.LoadedCase;
import java.util.List;

/**
 * Makes ready what a case needs beyond its bytes before it is shown: its pictures, decoded. So a
 * case stands there whole in its first frame. Implementations are safe for any thread.
 */
public interface Preparing {
  /** Whether nothing is left to do; at once. */
  boolean isReady(LoadedCase next);

  /** Does it; takes time, so not for the FX thread. What cannot be had counts as done. */
  void prepare(LoadedCase next);

  /** These come next, in order of work: what makes them better to look at may begin. FX thread. */
  default void comes(List<LoadedCase> next) {}
}
