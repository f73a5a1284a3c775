package dev.halcyon.engine.video;

import dev.halcyon.protocol.Problem;
import java.util.Optional;

/**
 * What was found out about the sound of one media part, besides the samples.
 *
 * @param present false for a file without a sound track; everything else is then zero
 * @param channels before they were mixed to one
 * @param rate samples a second before resampling
 * @param samples delivered, at {@link SoundSink#RATE}
 * @param shortfall what could not be listened to although the rest was
 */
public record SoundFacts(
    boolean present, int channels, int rate, long samples, Optional<Problem> shortfall) {
  /** A file in which nothing can be heard. */
  public static final SoundFacts NONE = new SoundFacts(false, 0, 0, 0, Optional.empty());

  /** Length of what was delivered. */
  public double seconds() {
    return (double) samples / SoundSink.RATE;
  }
}
