package dev.halcyon.engine.worker;

import java.util.Optional;
import java.util.OptionalInt;

/** Takes the keyframes of a film that is followed, one after the other. Called by one thread. */
@FunctionalInterface
public interface LiveFrames {
  /**
   * The next keyframe.
   *
   * @param index counted from 0
   * @param same the keyframe that looks the same, or empty
   * @param frame its pictures, or empty where there is such a keyframe
   */
  void keyframe(
      int index,
      double atSeconds,
      boolean cut,
      OptionalInt same,
      Optional<DecodedMedia.Frame> frame);

  /** Whether the sound is wanted as well. */
  default boolean listens() {
    return false;
  }

  /**
   * The next second of sound or less.
   *
   * @param atSeconds when its first sample is heard
   * @param samples mono, 16 kHz
   */
  default void sound(double atSeconds, short[] samples) throws InterruptedException {}
}
