package dev.halcyon.app.media;

import dev.halcyon.engine.SoundStream;

/**
 * Takes the edge off sound: higher pitches away from 1 kHz on, and a third of the loudness left. A
 * low-pass of the first order, applied twice. For one thread.
 */
final class Softening {
  private static final double CORNER = 1000;
  private static final double GAIN = 0.35;
  private static final double SHARE = 1 - Math.exp(-2 * Math.PI * CORNER / SoundStream.RATE);

  private double once;
  private double twice;

  /** Softens in place. */
  void soften(short[] samples, int from, int count) {
    for (int i = from; i < from + count; i++) {
      once += SHARE * (samples[i] - once);
      twice += SHARE * (once - twice);
      samples[i] = (short) Math.round(twice * GAIN);
    }
  }
}
