package dev.halcyon.engine.video;

import java.io.IOException;
import java.util.Arrays;

/** Leaves out the first samples and sends the rest on. Confined to one thread. */
final class SoundFrom implements SoundSink {
  private final SoundSink sink;
  private long left;

  /**
   * Prepares.
   *
   * @param samples to leave out, from 0 on
   */
  SoundFrom(long samples, SoundSink sink) {
    this.sink = sink;
    this.left = samples;
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
