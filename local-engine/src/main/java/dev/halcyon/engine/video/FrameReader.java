package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_SLICE;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
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

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the frames of a video's picture track in the order of display: every one of them unless
 * the material is trusted, for an encoder can choose what a skipping decoder would miss. Confined
 * to one thread.
 */
final class FrameReader implements FrameSource {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  private final VideoFile video;
  private final AVCodecContext decoder;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final double tick;
  private final double frameSeconds;
  private double start;
  private double last = Double.NEGATIVE_INFINITY;
  private double end;
  private int damaged;
  private boolean draining;

  private FrameReader(VideoFile video, AVCodecContext decoder) {
    this.video = video;
    this.decoder = decoder;
    AVStream stream = video.stream();
    this.tick = VideoFile.seconds(stream.time_base());
    double rate = VideoFile.seconds(stream.avg_frame_rate());
    this.frameSeconds = rate > 0.01 ? 1 / rate : 0.04;
    this.start = video.startSeconds();
  }

  /**
   * Opens the decoder.
   *
   * @throws UserProblem {@code media.codec} when the track's coding is not supported
   */
  static FrameReader open(VideoFile video, MediaLimits limits, Care care) {
    AVStream stream = video.stream();
    @Nullable AVCodec codec = decoder(stream.codecpar().codec_id());
    if (codec == null) {
      throw new UserProblem(
          "media.codec",
          "The video's pictures are coded in a way that is not supported.",
          "Ask the platform to convert it to H.264, H.265, VP8, VP9 or AV1.");
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.max_pixels(limits.pixels());
    context.thread_count(THREADS);
    context.thread_type(FF_THREAD_FRAME | FF_THREAD_SLICE);
    if (care == Care.SKIPPING) {
      context.skip_frame(AVDISCARD_NONREF);
      context.skip_loop_filter(AVDISCARD_ALL);
    }
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw new UserProblem(
          "media.damaged",
          "The decoder refused the video's description of its own pictures.",
          "The file is damaged: ask the platform to send it again.");
    }
    return new FrameReader(video, context);
  }

  private static @Nullable AVCodec decoder(int id) {
    for (String name : PictureCodecs.names()) {
      @Nullable AVCodec codec = avcodec_find_decoder_by_name(name);
      if (codec != null && !codec.isNull() && codec.id() == id) {
        return codec;
      }
    }
    return null;
  }

  @Override
  public @Nullable AVFrame next() throws IOException {
    while (true) {
      av_frame_unref(frame);
      int received = avcodec_receive_frame(decoder, frame);
      if (received >= 0) {
        time();
        damaged += frame.decode_error_flags() != 0 ? 1 : 0;
        return frame;
      }
      if (received == AVERROR_EOF || draining) {
        video.rethrow();
        return null;
      }
      feed();
    }
  }

  private void feed() {
    int read = av_read_frame(video.format(), packet);
    if (read < 0) {
      // Whatever ended it, the decoder still holds frames.
      draining = true;
      avcodec_send_packet(decoder, null);
      return;
    }
    if (packet.stream_index() == video.pictureIndex()) {
      damaged += (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 ? 1 : 0;
      damaged += avcodec_send_packet(decoder, packet) < 0 ? 1 : 0;
    }
    av_packet_unref(packet);
  }

  private void time() {
    long stamp = frame.best_effort_timestamp();
    double at = stamp == AV_NOPTS_VALUE ? Double.NaN : stamp * tick;
    if (Double.isNaN(start)) {
      start = Double.isNaN(at) ? 0 : at;
    }
    if (Double.isNaN(at)) {
      last = last == Double.NEGATIVE_INFINITY ? 0 : last + frameSeconds;
    } else {
      last = Math.max(0, at - start);
    }
    double length = frame.duration() > 0 ? frame.duration() * tick : frameSeconds;
    end = Math.max(end, last + Math.min(length, 10));
  }

  @Override
  public double atSeconds() {
    return last;
  }

  @Override
  public double endSeconds() {
    return end;
  }

  @Override
  public int damaged() {
    return damaged;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(decoder);
  }
}
