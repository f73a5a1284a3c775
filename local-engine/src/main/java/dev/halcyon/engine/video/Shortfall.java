package dev.halcyon.engine.video;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.protocol.Problem;
import java.util.Locale;
import java.util.Optional;

/** Says what of a video was not looked at, so that nobody takes a part for the whole. Stateless. */
final class Shortfall {
  /** Why a scan ended before the video did, or NONE. */
  enum Stop {
    NONE,
    TIME,
    FRAMES,
    SECONDS,
    MEMORY
  }

  private Shortfall() {}

  /** Of a file that states no length of its own. */
  static Optional<Problem> of(Stop stop, FrameSource frames, Strip strip) {
    return ofReading(stop, 0, frames)
        .or(() -> strip.cutsLost() ? Optional.of(cutsLost()) : Optional.empty());
  }

  static Optional<Problem> of(Stop stop, VideoFile video, FrameSource frames, Strip strip) {
    return ofReading(stop, video.claimedPictureSeconds(), frames).or(() -> ofShape(video, strip));
  }

  private static Optional<Problem> ofReading(Stop stop, double claimed, FrameSource frames) {
    String end = String.format(Locale.ROOT, "%.1f", frames.endSeconds());
    if (stop == Stop.MEMORY) {
      return Optional.of(
          partial(
              "Only the first "
                  + end
                  + " seconds were looked at: the rest needs more memory than the "
                  + DecoderMemory.megabytes()
                  + " MB that a decoder may take.",
              "Judge the rest by eye, or have whoever runs this machine raise"
                  + " HALCYON_WORKER_MEMORY."));
    }
    if (stop != Stop.NONE) {
      return Optional.of(
          partial(
              "Only the first "
                  + end
                  + " seconds were looked at: the video passes the limit of "
                  + limit(stop)
                  + ".",
              "Judge the rest by eye, or raise the limit."));
    }
    if (claimed > frames.endSeconds() + Math.max(1, claimed / 50)) {
      return Optional.of(
          partial(
              String.format(
                  Locale.ROOT,
                  "The video ends after %s of %.1f seconds: the file is cut off.",
                  end,
                  claimed),
              "Ask the platform to send it again; what is there was looked at."));
    }
    if (frames.damaged() > 0) {
      return Optional.of(
          partial(
              frames.damaged() + " places in the video are damaged and could not be looked at.",
              "Ask the platform to send it again; what could be decoded was looked at."));
    }
    return Optional.empty();
  }

  private static Optional<Problem> ofShape(VideoFile video, Strip strip) {
    if (video.pictureTracks() > 1) {
      return Optional.of(
          partial(
              "The file holds "
                  + video.pictureTracks()
                  + " picture tracks; only the one that players show was looked at.",
              "Judge the others by eye."));
    }
    if (strip.cutsLost()) {
      return Optional.of(cutsLost());
    }
    return Optional.empty();
  }

  private static Problem cutsLost() {
    return partial(
        "The video changes too often for the strip to hold every scene cut.",
        "Play it before deciding.");
  }

  private static String limit(Stop stop) {
    return switch (stop) {
      case TIME -> "time in the decoder";
      case FRAMES -> "frames";
      case SECONDS -> "length";
      case MEMORY -> "memory";
      case NONE -> "nothing";
    };
  }

  private static Problem partial(String message, String remedy) {
    return new Problem("media.partial", message, remedy);
  }
}
