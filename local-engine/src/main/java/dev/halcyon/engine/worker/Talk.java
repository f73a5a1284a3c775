package dev.halcyon.engine.worker;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The host's side of one job. Held by one thread. */
interface Talk {
  /**
   * Talks until the worker has answered.
   *
   * @throws IOException when the worker is gone or broke the protocol; it must not be used again
   * @throws UserProblem {@code media.source} when the host itself cannot read the bytes
   */
  void hold(Pipe pipe) throws IOException, InterruptedException;

  /** The problem the worker named, or null. */
  @Nullable Problem problem();
}
