package dev.halcyon.engine.video;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.ByteReader;
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
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Follows a film that still comes: a window of a few frames slides over it, and each keyframe is
 * sent as soon as it is decided; or sound alone, where somebody listens. Memory does not grow with
 * length. Confined to one thread.
 */
public final class LiveScan {
  /** A step back of the clock by more than this is a restart of the sender, seconds. */
  static final double RESTART = 1;

  private final MediaLimits limits;
  private final Care care;
  private final LiveSink sink;
  private final boolean listens;

  /**
   * Prepares to follow a film.
   *
   * @param listens whether its sound is decoded too
   */
  public LiveScan(MediaLimits limits, Care care, boolean listens, LiveSink sink) {
    this.limits = limits;
    this.care = care;
    this.listens = listens;
    this.sink = sink;
  }

  /**
   * Follows a film to its end.
   *
   * @param bytes read once and in order; a read waits until there are some, and gives none at the
   *     end
   * @return the facts, without keyframes: those were sent
   * @throws UserProblem {@code media.*} when nothing of it could be looked at
   */
  public MediaFacts scan(MediaType type, ByteReader bytes, RenditionStyle style)
      throws IOException {
    if (type.modality() == Modality.IMAGE) {
      throw new UserProblem(
          "media.live",
          "This is a " + type.mime() + " file, which is no film that can be followed.",
          "Scan it when it is whole.");
    }
    try (VideoFile file = FilmOpener.openLive(type, bytes, limits)) {
      // A sound file's picture is its cover, which does not move.
      boolean soundAlone = type.modality() == Modality.AUDIO || !file.hasPicture();
      return listens && soundAlone && file.hasSound()
          ? LiveSound.follow(file, type, sink)
          : watch(file.withPicture(type), type, style);
    }
  }

  private MediaFacts watch(VideoFile video, MediaType type, RenditionStyle style)
      throws IOException {
    try (FrameReader frames = FrameReader.open(video, limits, care);
        Pass pass = new Pass(video, frames, style)) {
      return pass.run(type);
    }
  }

  /** Of what was followed, not all could be decoded. */
  static Problem damaged(int places, String where, String how) {
    return new Problem(
        "media.partial",
        places + " places in the " + where + " are damaged and could not be " + how + ".",
        "Look at what was recorded of it before deciding.");
  }

  private final class Pass implements AutoCloseable {
    private final VideoFile video;
    private final FrameReader frames;
    private final RenditionStyle style;
    private final Orientation orientation;
    private final FrameForms forms = new FrameForms();
    private final Lookalikes lookalikes = new Lookalikes();
    private final Choosing choosing = new Choosing(this::take);
    private final @Nullable LiveSound sound;
    private Optional<Problem> unheard = Optional.empty();
    private int sent;
    private double last;
    private double shift;

    Pass(VideoFile video, FrameReader frames, RenditionStyle style) {
      this.video = video;
      this.frames = frames;
      this.style = style;
      this.orientation = video.orientation();
      this.sound = listen();
    }

    /** Decodes the sound from the packets on the way, where it is asked for and there is some. */
    private @Nullable LiveSound listen() {
      int track = video.soundIndex();
      if (!listens || track < 0) {
        return null;
      }
      try {
        LiveSound opened = new LiveSound(video, track, sink);
        frames.aside(
            packet -> {
              if (packet.stream_index() == track) {
                opened.packet(packet);
              }
            });
        return opened;
      } catch (UserProblem e) {
        // The pictures can be followed without it, and the end says so.
        unheard = Optional.of(new Problem("media.partial", e.getMessage(), e.remedy()));
        return null;
      }
    }

    MediaFacts run(MediaType type) throws IOException {
      int width = 0;
      int height = 0;
      long seen = 0;
      @Nullable AVFrame frame;
      while ((frame = frames.next()) != null) {
        if (seen++ == 0) {
          width = orientation.swapsSides() ? frame.height() : frame.width();
          height = orientation.swapsSides() ? frame.width() : frame.height();
        }
        choosing.see(frame, clock(frames.atSeconds()));
      }
      choosing.end();
      if (sound != null) {
        sound.end();
      }
      if (seen == 0) {
        throw new UserProblem(
            "media.truncated",
            "Not one frame of this " + type.mime() + " stream could be decoded.",
            "It was cut off too early, or can only be read when it is whole: scan it then.");
      }
      return new MediaFacts(
          type.mime(),
          Modality.VIDEO,
          width,
          height,
          last,
          video.hasSound(),
          List.of(),
          shortfall());
    }

    /** The stream's time without the jumps back of a sender that was started again. */
    private double clock(double at) {
      if (at + shift < last - RESTART) {
        shift = last - at;
      }
      last = Math.max(last, at + shift);
      return at + shift;
    }

    private void take(AVFrame frame, Thumb thumb, Reason reason) throws IOException {
      boolean cut = reason == Reason.CUT;
      Pixels rgb300 = forms.square(frame, orientation, FrameForms.OBJECT_SIDE);
      PdqFingerprint print = PdqHasher.of(rgb300);
      OptionalInt known = reason.isEvidence() ? OptionalInt.empty() : lookalikes.find(print, thumb);
      int shown = known.orElse(sent);
      if (known.isEmpty()) {
        lookalikes.add(sent++, print, thumb);
        sink.frame(
            shown,
            forms.square(frame, orientation, FrameForms.NSFW_SIDE),
            rgb300,
            forms.styled(frame, orientation, video.pixelAspect(frame), style));
      }
      sink.shot(new MediaFacts.Shot(shown, thumb.atSeconds(), cut));
    }

    private Optional<Problem> shortfall() {
      if (frames.damaged() > 0) {
        return Optional.of(damaged(frames.damaged(), "stream", "seen"));
      }
      return sound == null ? unheard : sound.shortfall();
    }

    @Override
    public void close() {
      choosing.close();
      forms.close();
      if (sound != null) {
        sound.close();
      }
    }
  }
}
