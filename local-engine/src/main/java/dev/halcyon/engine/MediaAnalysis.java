package dev.halcyon.engine;

import dev.halcyon.protocol.MediaInfo;
import java.util.List;
import java.util.Optional;

/**
 * What the worker made of one media part: facts and harmless renditions, never the original.
 *
 * @param info facts, with the keyframe strip and its scores
 * @param renditions one blurred, grayscale rendition per keyframe, in strip order (one for a
 *     picture); empty when decoding failed
 * @param transcript what was said in it; empty where nothing was listened to
 */
public record MediaAnalysis(
    MediaInfo info, List<EncodedPicture> renditions, Optional<Transcript> transcript) {
  public MediaAnalysis {
    renditions = List.copyOf(renditions);
  }

  /** An analysis of what was seen alone. */
  public MediaAnalysis(MediaInfo info, List<EncodedPicture> renditions) {
    this(info, renditions, Optional.empty());
  }

  /** The same with other facts. */
  public MediaAnalysis with(MediaInfo other) {
    return new MediaAnalysis(other, renditions, transcript);
  }

  /** The same with what was said. */
  public MediaAnalysis with(Transcript said) {
    return new MediaAnalysis(info, renditions, Optional.of(said));
  }
}
