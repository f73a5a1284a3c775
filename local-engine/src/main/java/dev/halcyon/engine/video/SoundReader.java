package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes the sound track of a file that players play, frame by frame. Confined to one thread. */
final class SoundReader implements AutoCloseable {
  static final TrackDecoder.Kind SOUND =
      new TrackDecoder.Kind(
          SoundCodecs.names(),
          "The sound is coded in a way that is not supported.",
          "Ask the platform to convert it to AAC, MP3, Opus, Vorbis, FLAC or PCM.",
          "The decoder refused the file's description of its own sound.");

  private final VideoFile file;
  private final TrackDecoder decoder;
  private final double tick;
  private long stamp = AV_NOPTS_VALUE;

  private SoundReader(VideoFile file, int track, TrackDecoder decoder) {
    this.file = file;
    this.decoder = decoder;
    this.tick = VideoFile.seconds(file.format().streams(track).time_base());
  }

  /**
   * Opens the decoder.
   *
   * @param outOfTime asked before each packet; once true, the file is taken to end there
   * @throws UserProblem {@code media.codec} when the track's coding is not supported, {@code
   *     media.damaged} when its description cannot be
   */
  static SoundReader open(VideoFile file, int track, BooleanSupplier outOfTime) {
    TrackDecoder decoder =
        TrackDecoder.open(file, track, SOUND, context -> context.thread_count(1), outOfTime);
    for (int i = 0; i < file.format().nb_streams(); i++) {
      if (i != track) {
        file.format().streams(i).discard(AVDISCARD_ALL);
      }
    }
    return new SoundReader(file, track, decoder);
  }

  /** The next frame, valid until the next call, or null at the end. */
  @Nullable AVFrame next() throws IOException {
    @Nullable AVFrame frame = decoder.next();
    stamp = frame == null ? AV_NOPTS_VALUE : frame.best_effort_timestamp();
    return frame;
  }

  /**
   * Goes towards a time: what ends before it is not decoded.
   *
   * @param indexed whether the file can say where a time is, so that what lies between is not even
   *     read; else its packets are counted from the first
   */
  void goTo(double seconds, boolean indexed) {
    if (indexed) {
      file.seekSound(seconds);
    }
    double start = file.startSeconds();
    decoder.passOver((long) ((seconds + (Double.isNaN(start) ? 0 : start)) / tick));
  }

  /** When the last frame is heard, seconds from where players start, or NaN. */
  double atSeconds() {
    double start = file.startSeconds();
    return stamp == AV_NOPTS_VALUE ? Double.NaN : stamp * tick - (Double.isNaN(start) ? 0 : start);
  }

  /** How many packets or frames were broken. */
  int damaged() {
    return decoder.damaged();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
