package dev.halcyon.engine.video;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.engine.image.FrameForms;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final Care care;

  /**
   * Prepares a scan.
   *
   * @param outOfTime asked at each frame; once true, what was found so far is the result
   */
  public VideoScan(MediaLimits limits, Care care, FrameSink sink, BooleanSupplier outOfTime) {
    this.limits = limits;
    this.care = care;
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
    try (VideoFile video = FilmOpener.open(type, file, limits)) {
      if (!video.hasPicture()) {
        return soundOnly(type, video);
      }
      try (FrameReader frames = FrameReader.open(video, limits, care);
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
    private final FrameForms forms = new FrameForms();
    private final Choosing choosing = new Choosing(this::take);
    private final Lookalikes lookalikes = new Lookalikes();
    private final Strip strip = new Strip(limits.strip(), this::drop);
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
      try {
        stop = readAll();
      } catch (UserProblem e) {
        if (!e.code().equals(DecoderMemory.CODE) || seen == 0) {
          throw e;
        }
        // What was seen until the memory was used up is shown to a person.
        stop = Shortfall.Stop.MEMORY;
      }
      choosing.end();
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
              .map(e -> new MediaFacts.Shot(e.shown(), e.atSeconds(), e.reason() == Reason.CUT))
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
        if (seen++ == 0) {
          width = orientation.swapsSides() ? frame.height() : frame.width();
          height = orientation.swapsSides() ? frame.width() : frame.height();
        }
        choosing.see(frame, frames.atSeconds());
      }
      return Shortfall.Stop.NONE;
    }

    private void take(AVFrame frame, Thumb thumb, Reason reason) throws IOException {
      double at = thumb.atSeconds();
      if (strip.skips(at, reason)) {
        return;
      }
      Pixels rgb300 = forms.square(frame, orientation, FrameForms.OBJECT_SIDE);
      PdqFingerprint print = PdqHasher.of(rgb300);
      OptionalInt known = reason.isEvidence() ? OptionalInt.empty() : lookalikes.find(print, thumb);
      if (known.isPresent()) {
        strip.again(at, reason, known.getAsInt());
        return;
      }
      int id = strip.add(at, reason);
      lookalikes.add(id, print, thumb);
      sink.frame(
          id,
          forms.square(frame, orientation, FrameForms.NSFW_SIDE),
          rgb300,
          forms.styled(frame, orientation, aspect.applyAsDouble(frame), style));
    }

    private void drop(int id) throws IOException {
      lookalikes.forget(id);
      sink.drop(id);
    }

    @Override
    public void close() {
      choosing.close();
      forms.close();
    }
  }
}
