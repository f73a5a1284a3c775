package dev.halcyon.engine.video;

import dev.halcyon.engine.image.MediaFacts;
import java.io.IOException;

/** Takes the keyframes of a film that still comes, as soon as each is decided. */
public interface LiveSink extends FrameSink {
  /** The next keyframe; its pictures came before it, or with an earlier one that looks the same. */
  void shot(MediaFacts.Shot shot) throws IOException;

  /**
   * The next second of sound or less.
   *
   * @param atSeconds when its first sample is heard, on the keyframes' clock
   * @param samples mono, 16 kHz
   */
  void sound(double atSeconds, short[] samples) throws IOException;
}
