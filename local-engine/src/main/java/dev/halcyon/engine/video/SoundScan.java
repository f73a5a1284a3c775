package dev.halcyon.engine.video;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the sound of a media file from its first to its last second and sends it on in blocks, so
 * that memory does not grow with length. Confined to one thread.
 */
public final class SoundScan {
  /** A jump of the file's clock below this is rounding, seconds. */
  private static final double LEAST_GAP = 0.1;

  /**
   * Decoded before the time that is wanted, seconds: what a decoder says first depends on what came
   * before (a frame's overlap, MP3's reservoir, Opus' 80 ms).
   */
  private static final double RUN_UP = 1;

  /**
   * Files whose own clock says where a time is; the packets of the others have the times that are
   * counted from the first.
   */
  private static final Set<MediaType> INDEXED =
      EnumSet.of(
          MediaType.WAV,
          MediaType.FLAC,
          MediaType.OGG,
          MediaType.MP4,
          MediaType.QUICKTIME,
          MediaType.MATROSKA,
          MediaType.WEBM);

  private final MediaLimits limits;
  private final SoundSink sink;
  private final BooleanSupplier outOfTime;
  private long decoded;

  /**
   * Prepares a scan.
   *
   * @param outOfTime asked at each packet; once true, what was decoded so far is the result
   */
  public SoundScan(MediaLimits limits, SoundSink sink, BooleanSupplier outOfTime) {
    this.limits = limits;
    this.sink = sink;
    this.outOfTime = outOfTime;
  }

  /**
   * Decodes the sound of a file.
   *
   * @throws UserProblem {@code media.*} when there is sound and nothing of it could be decoded
   */
  public SoundFacts scan(MediaType type, ByteReader file) throws IOException {
    if (type.modality() == Modality.IMAGE) {
      return SoundFacts.NONE;
    }
    return whole(type, file, sink);
  }

  /**
   * The same from a time on. What lies before is passed over and not decoded, but for a second to
   * run up, and where the file has an index it is not read either.
   *
   * @throws UserProblem as above
   */
  public SoundFacts scanFrom(double seconds, MediaType type, ByteReader file) throws IOException {
    if (type.modality() == Modality.IMAGE) {
      return SoundFacts.NONE;
    }
    Optional<SoundFacts> jumped = seconds > RUN_UP ? jump(seconds, type, file) : Optional.empty();
    return jumped.isPresent()
        ? jumped.get()
        : whole(type, file, new SoundFrom(Math.round(seconds * SoundSink.RATE), sink));
  }

  /** Empty when the file's clock does not lead to a time before the wanted one. */
  private Optional<SoundFacts> jump(double seconds, MediaType type, ByteReader file)
      throws IOException {
    try (VideoFile opened = FilmOpener.openForSound(type, file, limits)) {
      int track = opened.soundIndex();
      if (track < 0) {
        return Optional.of(SoundFacts.NONE);
      }
      try (SoundReader reader = SoundReader.open(opened, track, outOfTime)) {
        reader.goTo(seconds - RUN_UP, INDEXED.contains(type));
        @Nullable AVFrame first = reader.next();
        double at = first == null ? Double.NaN : reader.atSeconds();
        if (first == null || !(at <= seconds)) {
          return Optional.empty();
        }
        long before = Math.max(0, Math.round(at * SoundSink.RATE));
        long wanted = Math.round(seconds * SoundSink.RATE);
        try (Pass pass = new Pass(opened, reader, new SoundFrom(wanted - before, sink))) {
          return Optional.of(pass.run(type, before, first));
        }
      }
    }
  }

  private SoundFacts whole(MediaType type, ByteReader file, SoundSink into) throws IOException {
    try (VideoFile opened = FilmOpener.openForSound(type, file, limits)) {
      int track = opened.soundIndex();
      if (track < 0) {
        return SoundFacts.NONE;
      }
      try (SoundReader reader = SoundReader.open(opened, track, outOfTime);
          Pass pass = new Pass(opened, reader, into)) {
        return pass.run(type, 0, reader.next());
      }
    }
  }

  /** Samples decoded so far, whether they were sent or only led there. */
  public long decoded() {
    return decoded;
  }

  /** One pass over one sound track. */
  private final class Pass implements AutoCloseable {
    private final VideoFile file;
    private final SoundReader reader;
    private final SoundSink into;
    private final Resampler resampler = new Resampler();
    private final long most = (long) (limits.seconds() * SoundSink.RATE);
    private short[] block = new short[SoundSink.BLOCK];
    private int filled;
    private long samples;
    private int channels;
    private int rate;

    Pass(VideoFile file, SoundReader reader, SoundSink into) {
      this.file = file;
      this.reader = reader;
      this.into = into;
    }

    /** {@code before}: samples that lie before the first frame, which was read already. */
    SoundFacts run(MediaType type, long before, @Nullable AVFrame first) throws IOException {
      samples = before;
      for (@Nullable AVFrame frame = first;
          samples < most && frame != null;
          frame = reader.next()) {
        if (channels == 0) {
          channels = frame.ch_layout().nb_channels();
          rate = frame.sample_rate();
        }
        fillGap(reader.atSeconds());
        short[] some = resampler.convert(frame);
        decoded += some.length;
        take(some);
      }
      take(resampler.flush());
      if (samples == 0) {
        throw new UserProblem(
            "media.truncated",
            "Not one second of the sound of this " + type.mime() + " file could be decoded.",
            "It is cut off or damaged: ask the platform to send it again.");
      }
      if (filled > 0) {
        into.block(Arrays.copyOf(block, filled));
      }
      return new SoundFacts(true, channels, rate, samples, shortfall());
    }

    /** Sound that starts late, or pauses, keeps its place against the picture: silence is sent. */
    private void fillGap(double atSeconds) throws IOException {
      double gap = atSeconds - (double) samples / SoundSink.RATE;
      boolean believed = gap > LEAST_GAP && atSeconds <= file.claimedSeconds() + 1;
      if (believed) {
        long missing = Math.min((long) (gap * SoundSink.RATE), most - samples);
        short[] silence = new short[SoundSink.BLOCK];
        for (long left = missing; left > 0; left -= silence.length) {
          take(left < silence.length ? Arrays.copyOf(silence, (int) left) : silence);
        }
      }
    }

    private void take(short[] some) throws IOException {
      int from = 0;
      int count = (int) Math.min(some.length, most - samples);
      samples += count;
      while (from < count) {
        int n = Math.min(count - from, block.length - filled);
        System.arraycopy(some, from, block, filled, n);
        filled += n;
        from += n;
        if (filled == block.length) {
          into.block(block);
          block = new short[SoundSink.BLOCK];
          filled = 0;
        }
      }
    }

    private Optional<Problem> shortfall() {
      double end = (double) samples / SoundSink.RATE;
      String heard = String.format(Locale.ROOT, "%.1f", end);
      double claimed = file.claimedSoundSeconds();
      if (samples >= most || outOfTime.getAsBoolean()) {
        String limit = samples >= most ? "length" : "time in the decoder";
        return partial(
            "Only the first " + heard + " seconds of sound passed the limit of " + limit + ".",
            "Listen to the rest before deciding, or raise the limit.");
      } else if (claimed > end + Math.max(1, claimed / 50)) {
        return partial(
            String.format(
                Locale.ROOT,
                "The sound ends after %s of %.1f seconds: the file is cut off.",
                heard,
                claimed),
            "Ask the platform to send it again; what is there was listened to.");
      } else if (reader.damaged() > 0) {
        return partial(
            reader.damaged() + " places in the sound are damaged and could not be heard.",
            "Ask the platform to send it again; what could be decoded was listened to.");
      } else if (file.soundTracks() > 1) {
        return partial(
            "The file holds "
                + file.soundTracks()
                + " sound tracks; only the one that players play was listened to.",
            "Listen to the others before deciding.");
      }
      return Optional.empty();
    }

    private static Optional<Problem> partial(String message, String remedy) {
      return Optional.of(new Problem("media.partial", message, remedy));
    }

    @Override
    public void close() {
      resampler.close();
    }
  }
}
