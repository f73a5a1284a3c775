package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_FRAME;
import static org.bytedeco.ffmpeg.avcodec.AVCodecContext.FF_THREAD_SLICE;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the frames of a video's picture track in the order of display: every one of them unless
 * the material is trusted, for an encoder can choose what a skipping decoder would miss. Confined
 * to one thread.
 */
final class FrameReader implements FrameSource {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  /**
   * What libaom holds for each pixel of a frame: 11 bytes of how its block is coded, and the frame
   * itself twice. It calls want of memory damage.
   */
  private static final long AV1_BYTES = 14;

  private static final TrackDecoder.Kind PICTURES =
      new TrackDecoder.Kind(
          PictureCodecs.names(),
          "The video's pictures are coded in a way that is not supported.",
          "Ask the platform to convert it to H.264, H.265, VP8, VP9 or AV1.",
          "The decoder refused the video's description of its own pictures.");

  private final TrackDecoder decoder;
  private final double tick;
  private final double frameSeconds;
  private double start;
  private double last = Double.NEGATIVE_INFINITY;
  private double end;

  private FrameReader(VideoFile video, TrackDecoder decoder) {
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
   * @throws UserProblem {@code media.codec} when the track's coding is not supported, {@code
   *     media.damaged} when its description cannot be
   */
  static FrameReader open(VideoFile video, MediaLimits limits, Care care) {
    AVCodecParameters coded = video.stream().codecpar();
    if (coded.codec_id() == AV_CODEC_ID_AV1) {
      DecoderMemory.require(AV1_BYTES * coded.width() * coded.height());
    }
    return new FrameReader(
        video,
        TrackDecoder.open(
            video,
            video.pictureIndex(),
            PICTURES,
            context -> set(context, limits, care),
            () -> false));
  }

  private static void set(AVCodecContext context, MediaLimits limits, Care care) {
    context.max_pixels(limits.pixels());
    context.thread_count(THREADS);
    // Threads that decode a frame each hold a frame each.
    boolean huge = (long) context.width() * context.height() > DecoderMemory.HUGE_FRAME;
    context.thread_type(huge ? FF_THREAD_SLICE : FF_THREAD_FRAME | FF_THREAD_SLICE);
    if (care == Care.SKIPPING) {
      context.skip_frame(AVDISCARD_NONREF);
      context.skip_loop_filter(AVDISCARD_ALL);
    }
  }

  @Override
  public @Nullable AVFrame next() throws IOException {
    @Nullable AVFrame frame = decoder.next();
    if (frame != null) {
      time(frame);
    }
    return frame;
  }

  private void time(AVFrame frame) {
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

  /** Has the packets of all other tracks taken. */
  void aside(TrackDecoder.Aside others) {
    decoder.aside(others);
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
    return decoder.damaged();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
