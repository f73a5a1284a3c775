package dev.halcyon.engine.video;

import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.FrameScaler;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.Orientation;
import dev.halcyon.engine.image.PictureScan;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Hashes the frames of a video inside the worker. Stateless. */
public final class VideoPrints {
  private VideoPrints() {}

  /** Takes the frames in order of display. */
  @FunctionalInterface
  public interface Sink {
    void frame(MediaPrint.Frame frame) throws IOException;
  }

  /**
   * Decodes every frame and hashes those that are asked for.
   *
   * @param everySeconds the first frame of each stretch of this length; 0 for every frame
   * @return whether the whole video was looked at
   * @throws UserProblem {@code media.*} when there is no frame to hash
   */
  public static boolean scan(
      MediaType type,
      ByteReader file,
      MediaLimits limits,
      double everySeconds,
      BooleanSupplier outOfTime,
      Sink sink)
      throws IOException {
    if (type == MediaType.WEBP) {
      try (WebpFrames frames = WebpFrames.open(file, limits)) {
        return new Reading(type, limits, everySeconds, outOfTime, sink)
            .read(frames, frames.orientation());
      }
    }
    try (VideoFile video = FilmOpener.open(type, file, limits)) {
      if (!video.hasPicture()) {
        throw new UserProblem(
            "media.sound",
            "This " + type.mime() + " file holds sound and no pictures.",
            "Only pictures and the pictures of videos have a PDQ hash.");
      }
      try (FrameReader frames = FrameReader.open(video, limits, Care.EVERY_FRAME)) {
        return new Reading(type, limits, everySeconds, outOfTime, sink)
            .read(frames, video.orientation());
      }
    }
  }

  private record Reading(
      MediaType type,
      MediaLimits limits,
      double everySeconds,
      BooleanSupplier outOfTime,
      Sink sink) {
    boolean read(FrameSource frames, Orientation orientation) throws IOException {
      long number = 0;
      double next = 0;
      try (FrameScaler scaler = new FrameScaler()) {
        @Nullable AVFrame frame;
        while ((frame = frames.next()) != null) {
          double at = frames.atSeconds();
          if (outOfTime.getAsBoolean() || number >= limits.frames() || at > limits.seconds()) {
            return false;
          }
          if (everySeconds <= 0 || at >= next - 1e-6) {
            sink.frame(
                new MediaPrint.Frame(
                    number, at, PdqHasher.of(PictureScan.filmed(frame, orientation, scaler))));
            next =
                everySeconds <= 0 ? 0 : (Math.floor(at / everySeconds + 1e-6) + 1) * everySeconds;
          }
          number++;
        }
      }
      return checked(type, number, frames.damaged());
    }
  }

  private static boolean checked(MediaType type, long frames, int damaged) {
    if (frames == 0) {
      throw new UserProblem(
          "media.truncated",
          "Not one frame of this " + type.mime() + " file could be decoded.",
          "It is cut off or damaged: ask the platform to send it again.");
    }
    return damaged == 0;
  }
}
