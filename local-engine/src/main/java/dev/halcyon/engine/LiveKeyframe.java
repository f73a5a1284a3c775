package dev.halcyon.engine;

import dev.halcyon.protocol.CategoryScore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A keyframe of a film that is followed while it comes.
 *
 * @param index counted from 0
 * @param atSeconds from where the film was joined
 * @param cut whether a scene starts, or something flashes up, here
 * @param same the earlier keyframe that looks the same and whose picture and scores hold for this
 *     one, or empty
 * @param scores what the picture models said, highest first
 * @param rendition blurred and gray, or empty where an earlier one looks the same
 */
public record LiveKeyframe(
    int index,
    double atSeconds,
    boolean cut,
    OptionalInt same,
    List<CategoryScore> scores,
    Optional<EncodedPicture> rendition) {
  public LiveKeyframe {
    scores = List.copyOf(scores);
  }
}
