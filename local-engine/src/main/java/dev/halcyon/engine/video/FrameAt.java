package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Makes a picture of the frame of a video that is shown at a time. Stateless. */
public final class FrameAt {
  private FrameAt() {}

  /**
   * The frame nearest to a time, in a style.
   *
   * @throws UserProblem {@code media.*} when no frame can be decoded there
   */
  public static Pixels picture(
      MediaType type, ByteReader file, double atSeconds, RenditionStyle style, MediaLimits limits)
      throws IOException {
    @Nullable Pixels found = from(type, file, atSeconds, style, limits, atSeconds > 1);
    if (found == null) {
      // The index misled the seek, or lies: count from the start instead.
      found = from(type, file, atSeconds, style, limits, false);
    }
    if (found == null) {
      throw new UserProblem(
          "media.truncated",
          "The video holds no frame that can be decoded.",
          "It is cut off or damaged: ask the platform to send it again.");
    }
    return found;
  }

  private static @Nullable Pixels from(
      MediaType type,
      ByteReader file,
      double atSeconds,
      RenditionStyle style,
      MediaLimits limits,
      boolean seek)
      throws IOException {
    if (type == MediaType.WEBP) {
      return webp(file, atSeconds, style, limits);
    }
    try (VideoFile video = FilmOpener.open(type, file, limits)) {
      video.withPicture(type);
      if (seek && !video.seek(atSeconds)) {
        return null;
      }
      try (FrameReader frames = FrameReader.open(video, limits, Care.EVERY_FRAME);
          FrameForms forms = new FrameForms()) {
        @Nullable AVFrame nearest = nearest(frames, atSeconds, seek);
        if (nearest == null) {
          return null;
        }
        try {
          return forms.styled(nearest, video.orientation(), video.pixelAspect(nearest), style);
        } finally {
          av_frame_free(nearest);
        }
      }
    }
  }

  private static @Nullable Pixels webp(
      ByteReader file, double atSeconds, RenditionStyle style, MediaLimits limits)
      throws IOException {
    try (WebpFrames frames = WebpFrames.open(file, limits);
        FrameForms forms = new FrameForms()) {
      @Nullable AVFrame nearest = nearest(frames, atSeconds, false);
      if (nearest == null) {
        return null;
      }
      try {
        return forms.styled(nearest, frames.orientation(), 1, style);
      } finally {
        av_frame_free(nearest);
      }
    }
  }

  private static @Nullable AVFrame nearest(FrameSource frames, double atSeconds, boolean sought)
      throws IOException {
    @Nullable AVFrame before = null;
    double beforeAt = 0;
    @Nullable AVFrame frame;
    while ((frame = frames.next()) != null) {
      double at = frames.atSeconds();
      if (sought && before == null && at > atSeconds) {
        return null;
      }
      if (before != null && at >= atSeconds && at - atSeconds > atSeconds - beforeAt) {
        return before;
      }
      if (before != null) {
        av_frame_free(before);
      }
      before = av_frame_clone(frame);
      beforeAt = at;
      if (at >= atSeconds) {
        return before;
      }
    }
    return before;
  }
}
