package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one media part without looking at it.
 *
 * @param mediaId SHA-256 of the bytes, lower-case hex
 * @param declaredType the type the platform claimed
 * @param detectedType the type found in the bytes, or null while pending
 * @param width pixels after orientation, 0 when unknown
 * @param seconds length of video or sound, 0 for pictures
 * @param hasSound whether a sound track exists
 * @param keyframes the strip, by time; for a picture one keyframe at 0
 * @param problem what went wrong, when {@link MediaState#FAILED}; what could not be looked at
 *     although the rest was (cut off, damaged places, over a limit), when {@link MediaState#READY}
 */
public record MediaInfo(
    String mediaId,
    Modality kind,
    MediaState state,
    String declaredType,
    @Nullable String detectedType,
    long bytes,
    int width,
    int height,
    double seconds,
    boolean hasSound,
    List<Keyframe> keyframes,
    @Nullable Problem problem) {
  public MediaInfo {
    keyframes = keyframes == null ? List.of() : List.copyOf(keyframes);
  }
}
