package dev.halcyon.engine.video;

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
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * One track of a file through its decoder, packets in and frames out, to the last frame that a torn
 * file still yields. Confined to one thread.
 */
final class TrackDecoder implements AutoCloseable {
  /**
   * What a kind of track is decoded by, and what is said when it is not.
   *
   * @param names decoders that may be used, the only ones
   * @param notSupported when none of them knows the track's coding
   * @param convert what to ask the platform for then
   * @param refused when the decoder does not take the file's description of the track
   */
  record Kind(List<String> names, String notSupported, String convert, String refused) {}

  private final VideoFile file;
  private final int track;
  private final AVCodecContext decoder;
  private final BooleanSupplier outOfTime;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private int damaged;
  private boolean draining;
  private @Nullable Aside aside;
  private long from = AV_NOPTS_VALUE;

  /** Takes the packets of another track, which are freed afterwards. */
  @FunctionalInterface
  interface Aside {
    void packet(AVPacket packet) throws IOException;
  }

  private TrackDecoder(
      VideoFile file, int track, AVCodecContext decoder, BooleanSupplier outOfTime) {
    this.file = file;
    this.track = track;
    this.decoder = decoder;
    this.outOfTime = outOfTime;
  }

  /**
   * Opens the decoder of a track.
   *
   * @param settings made before the decoder opens
   * @param outOfTime asked before each packet; once true, the file is taken to end there
   * @throws UserProblem {@code media.codec} when the track's coding is not supported, {@code
   *     media.damaged} when its description cannot be
   */
  static TrackDecoder open(
      VideoFile file,
      int track,
      Kind kind,
      Consumer<AVCodecContext> settings,
      BooleanSupplier outOfTime) {
    return new TrackDecoder(file, track, context(file, track, kind, settings), outOfTime);
  }

  /**
   * A track's decoder itself, for whoever feeds it; to be freed.
   *
   * @throws UserProblem as above
   */
  static AVCodecContext context(
      VideoFile file, int track, Kind kind, Consumer<AVCodecContext> settings) {
    AVStream stream = file.format().streams(track);
    @Nullable AVCodec codec = codec(kind.names(), stream.codecpar().codec_id());
    if (codec == null) {
      throw new UserProblem("media.codec", kind.notSupported(), kind.convert());
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    settings.accept(context);
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw new UserProblem(
          "media.damaged",
          kind.refused(),
          "The file is damaged: ask the platform to send it again.");
    }
    return context;
  }

  private static @Nullable AVCodec codec(List<String> names, int id) {
    for (String name : names) {
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
      check(received);
      if (received == AVERROR_EOF || draining) {
        file.rethrow();
        return null;
      }
      feed();
    }
  }

  /** Has the packets of all other tracks taken, which otherwise are passed over. */
  void aside(Aside others) {
    aside = others;
  }

  /** Passes over the packets that end by a time of the track's clock, undecoded. */
  void passOver(long until) {
    from = until;
  }

  private boolean isPassedOver() {
    long at = packet.pts();
    return from != AV_NOPTS_VALUE
        && at != AV_NOPTS_VALUE
        && at + Math.max(0, packet.duration()) <= from;
  }

  private void feed() throws IOException {
    if (outOfTime.getAsBoolean() || av_read_frame(file.format(), packet) < 0) {
      // Whatever ended it, the decoder still holds frames.
      draining = true;
      avcodec_send_packet(decoder, null);
      return;
    }
    if (packet.stream_index() == track && !isPassedOver()) {
      damaged += (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 ? 1 : 0;
      int sent = avcodec_send_packet(decoder, packet);
      check(sent);
      damaged += sent < 0 ? 1 : 0;
    } else if (packet.stream_index() != track && aside != null) {
      aside.packet(packet);
    }
    av_packet_unref(packet);
  }

  /** Tells want of memory from damage: what is only damaged is decoded on. */
  private void check(int result) {
    if (result < 0 && result != AVERROR_EOF && result != AVERROR_EAGAIN()) {
      long frame = (long) Math.max(1, decoder.width()) * Math.max(1, decoder.height()) * 2;
      if (DecoderMemory.isShort(result, frame)) {
        throw DecoderMemory.exceeded();
      }
    }
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
