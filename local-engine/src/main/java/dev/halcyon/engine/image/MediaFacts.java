package dev.halcyon.engine.image;

import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What the worker found out about one media part, besides pixels.
 *
 * @param type MIME type of the bytes
 * @param width pixels after orientation, 0 for sound
 * @param seconds 0 for pictures
 * @param shots the keyframes kept, by time
 * @param shortfall what could not be looked at although the rest was
 */
public record MediaFacts(
    String type,
    Modality kind,
    int width,
    int height,
    double seconds,
    boolean hasSound,
    List<Shot> shots,
    Optional<Problem> shortfall) {
  public MediaFacts {
    shots = List.copyOf(shots);
  }

  /**
   * One keyframe.
   *
   * @param shown the frame that was sent for it: its own, or an earlier one that looks the same, of
   *     which this one is only a further time
   */
  public record Shot(int shown, double atSeconds, boolean cut) {}
}
