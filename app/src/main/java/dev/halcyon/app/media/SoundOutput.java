package dev.halcyon.app.media;

/**
 * Where sound is played: the machine's device, which it may not have, or something of a test. Safe
 * for any thread.
 */
@FunctionalInterface
public interface SoundOutput {
  /**
   * Opens it; may block.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code sound.none} when nothing can be played here
   */
  Line open();

  /** An open way out, for mono samples, {@link dev.halcyon.engine.SoundStream#RATE} a second. */
  interface Line extends AutoCloseable {
    /** Plays some samples; waits while enough are on their way. */
    void write(short[] samples, int from, int count);

    /** Samples that were really played. */
    long played();

    /** Waits until all that was written is played. */
    void drain();

    /** Silent at once, whatever was written; for another thread than the one that writes. */
    void silence();

    @Override
    void close();
  }
}
