package dev.halcyon.engine.video;

import java.io.IOException;
import java.util.Arrays;

/** Leaves out the sound before a time and sends the rest on. Confined to one thread. */
public final class SoundFrom implements SoundSink {
  private final SoundSink sink;
  private long left;

  /**
   * Prepares.
   *
   * @param seconds to leave out, from 0 on
   */
  public SoundFrom(double seconds, SoundSink sink) {
    this.sink = sink;
    this.left = Math.round(seconds * RATE);
  }

  @Override
  public void block(short[] samples) throws IOException {
    if (left >= samples.length) {
      left -= samples.length;
    } else if (left > 0) {
      short[] rest = Arrays.copyOfRange(samples, (int) left, samples.length);
      left = 0;
      sink.block(rest);
    } else {
      sink.block(samples);
    }
  }
}
