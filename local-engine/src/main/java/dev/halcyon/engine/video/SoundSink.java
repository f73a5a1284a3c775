package dev.halcyon.engine.video;

import java.io.IOException;

/** Takes the sound of one media part block by block, in order. Called by one thread. */
@FunctionalInterface
public interface SoundSink {
  /** Samples a second of every block. */
  int RATE = 16_000;

  /** Samples a block holds at most: one second. */
  int BLOCK = RATE;

  /**
   * The next stretch of sound; it follows the one before without a gap.
   *
   * @param samples mono, 16 kHz, full scale ±32768; the sink may keep the array
   */
  void block(short[] samples) throws IOException;
}
