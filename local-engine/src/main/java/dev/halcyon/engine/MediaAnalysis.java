package dev.halcyon.engine;

import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.protocol.MediaInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the worker made of one media part: facts and harmless renditions, never the original.
 *
 * @param info facts, with the keyframe strip and its scores
 * @param renditions one blurred, grayscale rendition per keyframe, in strip order (one for a
 *     picture); empty when decoding failed
 * @param transcript what was said in it; empty where nothing was listened to
 * @param prints the fingerprint of each keyframe, in strip order; empty where none were made.
 *     Keyframes that look the same share one object
 * @param spoken what was said of the seconds in which somebody speaks
 * @param sound what its sound looks like; empty where nothing was listened to
 */
public record MediaAnalysis(
    MediaInfo info,
    List<EncodedPicture> renditions,
    Optional<Transcript> transcript,
    List<PdqFingerprint> prints,
    List<RiskTimeline.Span> spoken,
    Optional<SoundPicture> sound) {
  public MediaAnalysis {
    renditions = List.copyOf(renditions);
    prints = List.copyOf(prints);
    spoken = List.copyOf(spoken);
  }

  /** An analysis of what was seen alone. */
  public MediaAnalysis(MediaInfo info, List<EncodedPicture> renditions) {
    this(info, renditions, Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /** The same with other facts. */
  public MediaAnalysis with(MediaInfo other) {
    return new MediaAnalysis(other, renditions, transcript, prints, spoken, sound);
  }

  /** The same with what was said. */
  public MediaAnalysis with(Transcript said) {
    return new MediaAnalysis(info, renditions, Optional.of(said), prints, spoken, sound);
  }

  /** The same with the fingerprints of its keyframes. */
  public MediaAnalysis withPrints(List<PdqFingerprint> made) {
    return new MediaAnalysis(info, renditions, transcript, made, spoken, sound);
  }

  /** The same with how risky what was said is. */
  public MediaAnalysis withSpoken(List<RiskTimeline.Span> spans) {
    return new MediaAnalysis(info, renditions, transcript, prints, spans, sound);
  }

  /** The same with what its sound looks like. */
  public MediaAnalysis withSound(SoundPicture drawn) {
    return new MediaAnalysis(info, renditions, transcript, prints, spoken, Optional.of(drawn));
  }

  /** How risky each second is, by category, as far as the stages have spoken. */
  public RiskTimeline risk() {
    return RiskTimeline.of(info, spoken);
  }

  /**
   * The keyframe that looks the same as one and comes first, or empty where it is the first: its
   * picture and scores hold for both.
   */
  public OptionalInt sameAs(int keyframe) {
    if (keyframe >= prints.size()) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < keyframe; i++) {
      // Identity: two pictures of one hash may still differ in a part of them.
      if (prints.get(i) == prints.get(keyframe)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The keyframe whose rendition stands for the whole in lists: of those that are least sensitive
   * the one that is seen longest. Empty where there is no picture.
   */
  public OptionalInt poster() {
    return Poster.of(this);
  }
}
