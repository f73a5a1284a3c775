package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.Orientation;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.function.ToDoubleFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frames of a film one after the other from a time on, each in a style, for a player. It
 * holds one frame at a time, however long the film. Confined to one thread.
 */
public final class FilmPlay {
  /** Takes the frames. */
  @FunctionalInterface
  public interface Sink {
    /**
     * The next frame.
     *
     * @return whether more are wanted
     */
    boolean frame(double atSeconds, Pixels pixels) throws IOException;
  }

  /** What a film must be sought back for at least, seconds. */
  private static final double NEAR = 0.5;

  /** Times are rounded in files. */
  private static final double TOLERANCE = 0.002;

  private final double from;
  private final double spacing;
  private final RenditionStyle style;
  private final MediaLimits limits;
  private final Sink sink;
  private double sent = Double.NEGATIVE_INFINITY;
  private boolean wanted = true;

  /**
   * Prepares.
   *
   * @param from seconds; the frame in sight then is the first
   * @param spacing seconds between frames at least; 0 for every one
   */
  public FilmPlay(
      double from, double spacing, RenditionStyle style, MediaLimits limits, Sink sink) {
    this.from = from;
    this.spacing = spacing;
    this.style = style;
    this.limits = limits;
    this.sink = sink;
  }

  /**
   * Makes frames until the film ends or no more are wanted.
   *
   * @return when the last frame looked at ends, seconds
   * @throws UserProblem {@code media.*} when nothing can be decoded
   */
  public double play(MediaType type, ByteReader file) throws IOException {
    double end = from(type, file, from > NEAR);
    if (Double.isNaN(end)) {
      // The index misled the seek, or lies: count from the start instead.
      end = from(type, file, false);
    }
    if (Double.isNaN(end)) {
      throw new UserProblem(
          "media.truncated",
          "The video holds no frame that can be decoded.",
          "It is cut off or damaged: ask the platform to send it again.");
    }
    return end;
  }

  /** When the last frame ends, or not a number where there was none that was sought. */
  private double from(MediaType type, ByteReader file, boolean seek) throws IOException {
    if (type == MediaType.WEBP) {
      try (WebpFrames frames = WebpFrames.open(file, limits)) {
        return run(frames, frames.orientation(), _ -> 1, false);
      }
    }
    try (VideoFile video = FilmOpener.open(type, file, limits).withPicture(type)) {
      if (seek && !video.seek(from)) {
        return Double.NaN;
      }
      try (FrameReader frames = FrameReader.open(video, limits, Care.EVERY_FRAME)) {
        return run(frames, video.orientation(), video::pixelAspect, seek);
      }
    }
  }

  private double run(
      FrameSource frames, Orientation orientation, ToDoubleFunction<AVFrame> aspect, boolean sought)
      throws IOException {
    @Nullable AVFrame before = null;
    double beforeAt = 0;
    try (FrameForms forms = new FrameForms()) {
      @Nullable AVFrame frame;
      for (long count = 0; wanted && count < limits.frames(); count++) {
        frame = frames.next();
        if (frame == null) {
          break;
        }
        double at = frames.atSeconds();
        if (sought && count == 0 && at > from + TOLERANCE) {
          return Double.NaN;
        }
        if (at <= from + TOLERANCE) {
          free(before);
          before = av_frame_clone(frame);
          beforeAt = at;
          continue;
        }
        if (before != null) {
          send(forms, before, beforeAt, orientation, aspect);
          free(before);
          before = null;
        }
        send(forms, frame, at, orientation, aspect);
      }
      if (before != null) {
        // The last frame of all is the one in sight then.
        send(forms, before, beforeAt, orientation, aspect);
      }
    } finally {
      free(before);
    }
    return sent == Double.NEGATIVE_INFINITY ? Double.NaN : frames.endSeconds();
  }

  private void send(
      FrameForms forms,
      AVFrame frame,
      double at,
      Orientation orientation,
      ToDoubleFunction<AVFrame> aspect)
      throws IOException {
    if (wanted && at >= sent + spacing - TOLERANCE) {
      sent = at;
      wanted = sink.frame(at, forms.styled(frame, orientation, aspect.applyAsDouble(frame), style));
    }
  }

  private static void free(@Nullable AVFrame frame) {
    if (frame != null) {
      av_frame_free(frame);
    }
  }
}
