package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The sound of what still comes, of a film from the packets that the picture's reader leaves aside,
 * in blocks of a second with their times. Memory does not grow with length. Confined to one thread.
 */
final class LiveSound implements AutoCloseable {
  /** A jump of the clock below this is rounding, seconds. */
  private static final double LEAST_GAP = 0.2;

  private final LiveSink sink;
  private final AVCodecContext decoder;
  private final Resampler resampler = new Resampler();
  private final AVFrame frame = av_frame_alloc();
  private final double tick;
  private final double start;
  private short[] block = new short[SoundSink.BLOCK];
  private int filled;

  /** When the block's first sample is heard. */
  private double begins = Double.NaN;

  private double shift;
  private int damaged;

  LiveSound(VideoFile file, int track, LiveSink sink) {
    this.sink = sink;
    this.decoder =
        TrackDecoder.context(file, track, SoundReader.SOUND, context -> context.thread_count(1));
    this.tick = VideoFile.seconds(file.format().streams(track).time_base());
    this.start = Double.isNaN(file.startSeconds()) ? 0 : file.startSeconds();
  }

  /**
   * Follows a stream of sound alone to its end.
   *
   * @return the facts; the sound was sent
   * @throws UserProblem {@code media.truncated} when nothing of it could be decoded
   */
  static MediaFacts follow(VideoFile file, MediaType type, LiveSink sink) throws IOException {
    int track = file.soundIndex();
    for (int i = 0; i < file.format().nb_streams(); i++) {
      file.format().streams(i).discard(i == track ? AVDISCARD_DEFAULT : AVDISCARD_ALL);
    }
    AVPacket packet = av_packet_alloc();
    try (LiveSound sound = new LiveSound(file, track, sink)) {
      while (av_read_frame(file.format(), packet) >= 0) {
        if (packet.stream_index() == track) {
          sound.packet(packet);
        }
        av_packet_unref(packet);
      }
      file.rethrow();
      sound.end();
      if (Double.isNaN(sound.begins)) {
        throw new UserProblem(
            "media.truncated",
            "Not one second of this " + type.mime() + " stream could be decoded.",
            "It was cut off too early, or can only be read when it is whole: scan it then.");
      }
      return new MediaFacts(
          type.mime(), Modality.AUDIO, 0, 0, sound.begins, true, List.of(), sound.shortfall());
    } finally {
      av_packet_free(packet);
    }
  }

  /** Takes the next packet, or null at the end. */
  void packet(@Nullable AVPacket packet) throws IOException {
    damaged += avcodec_send_packet(decoder, packet) < 0 ? 1 : 0;
    while (avcodec_receive_frame(decoder, frame) >= 0) {
      long stamp = frame.best_effort_timestamp();
      take(resampler.convert(frame), stamp == AV_NOPTS_VALUE ? Double.NaN : stamp * tick - start);
      av_frame_unref(frame);
    }
  }

  /** Sends what is left. */
  void end() throws IOException {
    packet(null);
    take(resampler.flush(), Double.NaN);
    send();
  }

  /** What of it could not be heard. */
  Optional<Problem> shortfall() {
    return damaged == 0
        ? Optional.empty()
        : Optional.of(LiveScan.damaged(damaged, "sound", "heard"));
  }

  private void take(short[] samples, double at) throws IOException {
    double expected = begins + (double) filled / SoundSink.RATE;
    if (Double.isNaN(begins)) {
      begins = Double.isNaN(at) ? 0 : Math.max(0, at);
    } else if (at + shift < expected - LiveScan.RESTART) {
      // A sender that starts its clock again does not set back ours.
      shift = expected - at;
    } else if (at + shift > expected + LEAST_GAP) {
      send();
      begins = at + shift;
    }
    int from = 0;
    while (from < samples.length) {
      int n = Math.min(samples.length - from, block.length - filled);
      System.arraycopy(samples, from, block, filled, n);
      filled += n;
      from += n;
      if (filled == block.length) {
        send();
      }
    }
  }

  private void send() throws IOException {
    if (filled > 0) {
      sink.sound(begins, Arrays.copyOf(block, filled));
      begins += (double) filled / SoundSink.RATE;
      filled = 0;
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(decoder);
    resampler.close();
  }
}
