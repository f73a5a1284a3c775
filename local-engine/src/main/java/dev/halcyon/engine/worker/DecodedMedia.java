package dev.halcyon.engine.worker;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.protocol.MediaInfo;
import java.util.List;

/**
 * What the worker returned for one media part: facts, fixed-size tensors and renditions.
 *
 * @param info facts with the keyframe strip, scores still empty
 * @param frames one per keyframe, in strip order
 */
public record DecodedMedia(MediaInfo info, List<Frame> frames) {
  public DecodedMedia {
    frames = List.copyOf(frames);
  }

  /**
   * One keyframe in the forms the models and the desk need. Keyframes that look the same share one
   * object, so that identity tells what is only a further time of what was seen.
   *
   * @param rgb224 224×224×3 RGB bytes, row-major, bilinear, for the NSFW model
   * @param rgb300 300×300×3 RGB bytes, row-major, for the object model
   * @param rendition blurred and grayscale
   * @param print PDQ of {@code rgb300}
   */
  public record Frame(
      byte[] rgb224, byte[] rgb300, EncodedPicture rendition, PdqFingerprint print) {}
}
