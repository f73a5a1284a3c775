package dev.halcyon.protocol;

import java.util.List;

/**
 * One frame of the keyframe strip.
 *
 * @param index position in the strip, from 0
 * @param atSeconds presentation time from the start, seconds
 * @param cut whether a scene starts here
 * @param scores what the picture models said of this frame, highest first
 */
public record Keyframe(int index, double atSeconds, boolean cut, List<CategoryScore> scores) {
  public Keyframe {
    scores = scores == null ? List.of() : List.copyOf(scores);
  }

  /** The highest score of the frame, or 0 when nothing was found. */
  public double risk() {
    return scores.stream().mapToDouble(CategoryScore::score).max().orElse(0);
  }
}
