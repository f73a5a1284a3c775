package dev.halcyon.engine;

import dev.halcyon.protocol.MediaInfo;
import java.util.List;

/**
 * What the worker made of one media part: facts and harmless renditions, never the original.
 *
 * @param info facts, with the keyframe strip and its scores
 * @param renditions one blurred, grayscale rendition per keyframe, in strip order (one for a
 *     picture); empty when decoding failed
 */
public record MediaAnalysis(MediaInfo info, List<EncodedPicture> renditions) {
  public MediaAnalysis {
    renditions = List.copyOf(renditions);
  }
}
