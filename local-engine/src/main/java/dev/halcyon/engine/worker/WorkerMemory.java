package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.protocol.UserProblem;
import org.jspecify.annotations.Nullable;

/**
 * How much memory one worker process may take. Immutable.
 *
 * <p>The kernel holds it ({@code ulimit -d}: whatever a process has written to, or may write to, of
 * its own), so that whatever comes, a worker stays within; the decoder that is refused memory says
 * so and the worker lives on.
 *
 * @param megabytes resident at most
 */
record WorkerMemory(int megabytes) {
  private static final String SETTING = "HALCYON_WORKER_MEMORY";
  private static final int STANDARD = 512;
  private static final int LEAST = 256;
  private static final int MOST = 65_536;

  /** What code and other files mapped into the process take besides, measured at 45 MB. */
  private static final int FILES = 48;

  /** Reserved and never touched: the Java machine's own, and the libraries. */
  private static final long RESERVED_MB = 5 << 10;

  WorkerMemory {
    if (megabytes < LEAST || megabytes > MOST) {
      throw new IllegalArgumentException("megabytes " + megabytes);
    }
  }

  /**
   * As whoever runs this machine has it: {@code -Dhalcyon.workerMemory=MEGABYTES}, or {@code
   * HALCYON_WORKER_MEMORY} in the environment; 512 by default.
   *
   * @throws UserProblem {@code media.worker} when it is no such number
   */
  static WorkerMemory configured() {
    return of(System.getProperty(DecoderMemory.PROPERTY, System.getenv(SETTING)));
  }

  static WorkerMemory of(@Nullable String said) {
    if (said == null || said.isBlank()) {
      return new WorkerMemory(STANDARD);
    }
    try {
      return new WorkerMemory(Integer.parseInt(said.strip()));
    } catch (IllegalArgumentException e) {
      throw new UserProblem(
          "media.worker",
          "The memory of a decoder is set to '" + said + "', which is no number of megabytes.",
          "Set " + SETTING + " to a number from " + LEAST + " to " + MOST + ".",
          e);
    }
  }

  /** Java's heap, megabytes: two pictures of 4096×4096 on their way out. */
  int heap() {
    return megabytes * 3 / 8;
  }

  long dataKib() {
    return (long) (megabytes - FILES) << 10;
  }

  long addressKib() {
    return (RESERVED_MB + megabytes) << 10;
  }
}
