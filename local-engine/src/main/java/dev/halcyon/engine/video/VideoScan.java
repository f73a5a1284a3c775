package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.FrameScaler;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.Orientation;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.KeyframeSelector.Reason;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every frame of a video once and sends the keyframes on as they are found. Confined to
 * one thread.
 */
public final class VideoScan {
  private final MediaLimits limits;
  private final FrameSink sink;
  private final BooleanSupplier outOfTime;

  /** A frame that waits for its decision, with its pixels. */
  private record Waiting(AVFrame frame, double atSeconds) {}

  /**
   * Prepares a scan.
   *
   * @param outOfTime asked at each frame; once true, what was found so far is the result
   */
  public VideoScan(MediaLimits limits, FrameSink sink, BooleanSupplier outOfTime) {
    this.limits = limits;
    this.sink = sink;
    this.outOfTime = outOfTime;
  }

  /**
   * Scans a video or sound file.
   *
   * @throws UserProblem {@code media.*} when nothing of it could be looked at
   */
  public MediaFacts scan(MediaType type, ByteReader file, RenditionStyle style) throws IOException {
    if (type == MediaType.WEBP) {
      return webp(file, style);
    }
    try (VideoFile video = VideoFile.open(type, file, limits)) {
      if (!video.hasPicture()) {
        return soundOnly(type, video);
      }
      try (FrameReader frames = FrameReader.open(video, limits);
          Pass pass = new Pass(frames, video.orientation(), style)) {
        pass.run(type, video::pixelAspect);
        return pass.facts(
            type, video.hasSound(), Shortfall.of(pass.stop, video, frames, pass.strip));
      }
    }
  }

  private MediaFacts webp(ByteReader file, RenditionStyle style) throws IOException {
    try (WebpFrames frames = WebpFrames.open(file, limits);
        Pass pass = new Pass(frames, frames.orientation(), style)) {
      pass.run(MediaType.WEBP, frame -> 1);
      return pass.facts(MediaType.WEBP, false, Shortfall.of(pass.stop, frames, pass.strip));
    }
  }

  private static MediaFacts soundOnly(MediaType type, VideoFile video) {
    if (!video.hasSound()) {
      throw new UserProblem(
          "media.empty",
          "This " + type.mime() + " file holds neither pictures nor sound.",
          "Ask the platform to send it again.");
    }
    String mime = type.modality() == Modality.AUDIO ? type.mime() : "audio/" + subtype(type);
    return new MediaFacts(
        mime, Modality.AUDIO, 0, 0, video.claimedSeconds(), true, List.of(), Optional.empty());
  }

  private static String subtype(MediaType type) {
    return type.mime().substring(type.mime().indexOf('/') + 1);
  }

  /** One pass over one video. */
  private final class Pass implements AutoCloseable {
    private final FrameSource frames;
    private final Orientation orientation;
    private final RenditionStyle style;
    private final FrameScaler scaler = new FrameScaler();
    private final FrameForms forms = new FrameForms();
    private final KeyframeSelector selector = new KeyframeSelector();
    private final Strip strip = new Strip(limits.strip(), sink::drop);
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private ToDoubleFunction<AVFrame> aspect = frame -> 1;
    private Shortfall.Stop stop = Shortfall.Stop.NONE;
    private int width;
    private int height;
    private long seen;

    Pass(FrameSource frames, Orientation orientation, RenditionStyle style) {
      this.frames = frames;
      this.orientation = orientation;
      this.style = style;
    }

    void run(MediaType type, ToDoubleFunction<AVFrame> pixelAspect) throws IOException {
      aspect = pixelAspect;
      stop = readAll();
      while (selector.waiting() > 0) {
        decide();
      }
      if (seen == 0) {
        throw new UserProblem(
            "media.truncated",
            "Not one frame of this " + type.mime() + " file could be decoded.",
            "It is cut off or damaged: ask the platform to send it again.");
      }
    }

    MediaFacts facts(MediaType type, boolean sound, Optional<Problem> shortfall) {
      boolean still = type == MediaType.AVIF && seen == 1;
      return new MediaFacts(
          type.mime(),
          still ? Modality.IMAGE : Modality.VIDEO,
          width,
          height,
          still ? 0 : frames.endSeconds(),
          sound,
          strip.entries().stream()
              .map(e -> new MediaFacts.Shot(e.id(), e.atSeconds(), e.reason() == Reason.CUT))
              .toList(),
          shortfall);
    }

    private Shortfall.Stop readAll() throws IOException {
      @Nullable AVFrame frame;
      while ((frame = frames.next()) != null) {
        if (outOfTime.getAsBoolean()) {
          return Shortfall.Stop.TIME;
        } else if (seen >= limits.frames()) {
          return Shortfall.Stop.FRAMES;
        } else if (frames.atSeconds() > limits.seconds()) {
          return Shortfall.Stop.SECONDS;
        }
        take(frame);
        if (selector.waiting() > KeyframeSelector.LOOK_AHEAD) {
          decide();
        }
      }
      return Shortfall.Stop.NONE;
    }

    private void take(AVFrame frame) {
      if (seen++ == 0) {
        width = orientation.swapsSides() ? frame.height() : frame.width();
        height = orientation.swapsSides() ? frame.width() : frame.height();
      }
      Pixels small = scaler.rgb(frame, Thumb.WIDTH, Thumb.HEIGHT, FrameScaler.Filter.COARSE);
      selector.see(new Thumb(frames.atSeconds(), small));
      waiting.addLast(new Waiting(av_frame_clone(frame), frames.atSeconds()));
    }

    private void decide() throws IOException {
      Waiting next = waiting.removeFirst();
      try {
        @Nullable Reason reason = selector.decide();
        if (reason != null && !strip.skips(next.atSeconds, reason)) {
          send(next, reason);
        }
      } finally {
        av_frame_free(next.frame);
      }
    }

    private void send(Waiting next, Reason reason) throws IOException {
      int id = strip.add(next.atSeconds, reason);
      sink.frame(
          id,
          forms.square(next.frame, orientation, FrameForms.NSFW_SIDE),
          forms.square(next.frame, orientation, FrameForms.OBJECT_SIDE),
          forms.styled(next.frame, orientation, aspect.applyAsDouble(next.frame), style));
    }

    @Override
    public void close() {
      waiting.forEach(each -> av_frame_free(each.frame));
      scaler.close();
      forms.close();
    }
  }
}
