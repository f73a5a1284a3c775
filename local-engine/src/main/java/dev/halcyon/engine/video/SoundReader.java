package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes the sound track of a file that players play, frame by frame. Confined to one thread. */
final class SoundReader implements AutoCloseable {
  private final VideoFile file;
  private final int track;
  private final AVCodecContext decoder;
  private final BooleanSupplier outOfTime;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final double tick;
  private int damaged;
  private boolean draining;

  private SoundReader(
      VideoFile file, int track, AVCodecContext decoder, BooleanSupplier outOfTime) {
    this.file = file;
    this.track = track;
    this.decoder = decoder;
    this.outOfTime = outOfTime;
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
    AVStream stream = file.format().streams(track);
    @Nullable AVCodec codec = decoder(stream.codecpar().codec_id());
    if (codec == null) {
      throw new UserProblem(
          "media.codec",
          "The sound is coded in a way that is not supported.",
          "Ask the platform to convert it to AAC, MP3, Opus, Vorbis, FLAC or PCM.");
    }
    for (int i = 0; i < file.format().nb_streams(); i++) {
      if (i != track) {
        file.format().streams(i).discard(AVDISCARD_ALL);
      }
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.thread_count(1);
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw new UserProblem(
          "media.damaged",
          "The decoder refused the file's description of its own sound.",
          "The file is damaged: ask the platform to send it again.");
    }
    return new SoundReader(file, track, context, outOfTime);
  }

  private static @Nullable AVCodec decoder(int id) {
    for (String name : SoundCodecs.names()) {
      @Nullable AVCodec codec = avcodec_find_decoder_by_name(name);
      if (codec != null && !codec.isNull() && codec.id() == id) {
        return codec;
      }
    }
    return null;
  }

  /** The next frame, valid until the next call, or null at the end. */
  @Nullable AVFrame next() throws IOException {
    while (true) {
      av_frame_unref(frame);
      int received = avcodec_receive_frame(decoder, frame);
      if (received >= 0) {
        damaged += frame.decode_error_flags() != 0 ? 1 : 0;
        return frame;
      }
      if (received == AVERROR_EOF || draining) {
        file.rethrow();
        return null;
      }
      feed();
    }
  }

  private void feed() {
    if (outOfTime.getAsBoolean() || av_read_frame(file.format(), packet) < 0) {
      // Whatever ended it, the decoder still holds frames.
      draining = true;
      avcodec_send_packet(decoder, null);
      return;
    }
    if (packet.stream_index() == track) {
      damaged += (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 ? 1 : 0;
      damaged += avcodec_send_packet(decoder, packet) < 0 ? 1 : 0;
    }
    av_packet_unref(packet);
  }

  /** When the last frame is heard, seconds from where players start, or NaN. */
  double atSeconds() {
    long stamp = frame.best_effort_timestamp();
    double start = file.startSeconds();
    return stamp == AV_NOPTS_VALUE ? Double.NaN : stamp * tick - (Double.isNaN(start) ? 0 : start);
  }

  /** How many packets or frames were broken. */
  int damaged() {
    return damaged;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(decoder);
  }
}
