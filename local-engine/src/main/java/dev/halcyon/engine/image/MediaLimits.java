package dev.halcyon.engine.image;

import java.time.Duration;

/**
 * What one media part may cost before the worker refuses it or stops early.
 *
 * @param bytes of a video or sound file
 * @param pictureBytes of a still picture, which is held in memory as a whole
 * @param pixels width × height, checked in the header before anything is decoded
 * @param frames of a video; later ones are not looked at and the result says so
 * @param seconds of a video, likewise
 * @param strip keyframes kept at most
 * @param wall time in the worker; a video stops at nine tenths of it and the result says so
 */
public record MediaLimits(
    long bytes,
    long pictureBytes,
    long pixels,
    long frames,
    double seconds,
    int strip,
    Duration wall) {

  /** The limits of every engine unless a test narrows them. */
  public static MediaLimits standard(Duration wall) {
    return new MediaLimits(4L << 30, 96L << 20, 100_000_000L, 1_000_000L, 4 * 3600.0, 600, wall);
  }

  /** The same with no more wall time than this. */
  public MediaLimits within(Duration most) {
    return most.compareTo(wall) >= 0
        ? this
        : new MediaLimits(bytes, pictureBytes, pixels, frames, seconds, strip, most);
  }
}
