package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_DNXHD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PRORES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes a picture of exactly the frame of a number, counted in the order of display from 0.
 * Stateless.
 *
 * <p>The way of speed: the packets' times, sorted, say when the frame is shown; decoding starts at
 * the last point before it that allows that, and each decoded frame must be the one that the times
 * promise. Where a file breaks that promise, or its coding makes none, the frames are counted from
 * the first: slow, and right by definition.
 */
public final class FrameNumber {
  /** Codings of which each packet is one frame that is shown. */
  private static final Set<Integer> ONE_EACH =
      Set.of(
          AV_CODEC_ID_H264,
          AV_CODEC_ID_HEVC,
          AV_CODEC_ID_VP9,
          AV_CODEC_ID_AV1,
          AV_CODEC_ID_MPEG4,
          AV_CODEC_ID_MJPEG,
          AV_CODEC_ID_PRORES,
          AV_CODEC_ID_DNXHD,
          AV_CODEC_ID_FFV1);

  /** No coding shows a frame so many packets before or after its place in the file. */
  private static final int REORDERED = 64;

  /** How far before the frame decoding starts, tried in turn: frames that lead a key frame. */
  private static final int[] BACK = {0, 32, 300};

  private FrameNumber() {}

  /**
   * The frame of a number, in a style.
   *
   * @throws UserProblem {@code media.frame} when the video has fewer, {@code media.*} when it
   *     cannot be decoded
   */
  public static Pixels picture(
      MediaType type, ByteReader file, long number, RenditionStyle style, MediaLimits limits)
      throws IOException {
    if (number < 0 || number >= limits.frames()) {
      throw new UserProblem(
          "media.frame",
          "Frames are numbered from 0 to " + (limits.frames() - 1) + ".",
          "Ask for one of them.");
    }
    if (type == MediaType.WEBP) {
      try (WebpFrames frames = WebpFrames.open(file, limits);
          FrameForms forms = new FrameForms()) {
        return forms.styled(counted(frames, number), frames.orientation(), 1, style);
      }
    }
    try (VideoFile video = FilmOpener.open(type, file, limits).withPicture(type)) {
      @Nullable Pixels found = sought(video, number, style, limits);
      if (found != null) {
        return found;
      }
    }
    try (VideoFile video = FilmOpener.open(type, file, limits).withPicture(type);
        FrameReader frames = FrameReader.open(video, limits, Care.EVERY_FRAME)) {
      return styled(video, counted(frames, number), style);
    }
  }

  private static AVFrame counted(FrameSource frames, long number) throws IOException {
    @Nullable AVFrame frame;
    long at = 0;
    while ((frame = frames.next()) != null) {
      if (at++ == number) {
        return frame;
      }
    }
    throw new UserProblem(
        "media.frame", "The video has only " + at + " frames.", "Ask for one of them.");
  }

  private static Pixels styled(VideoFile video, AVFrame frame, RenditionStyle style) {
    try (FrameForms forms = new FrameForms()) {
      return forms.styled(frame, video.orientation(), video.pixelAspect(frame), style);
    }
  }

  private static @Nullable Pixels sought(
      VideoFile video, long number, RenditionStyle style, MediaLimits limits) throws IOException {
    if (!ONE_EACH.contains(video.stream().codecpar().codec_id())) {
      return null;
    }
    long @Nullable [] times = times(video, number);
    if (times == null || times.length <= number) {
      return null;
    }
    int wanted = (int) number;
    for (int back : BACK) {
      if (video.seekTicks(times[Math.max(0, wanted - back)])) {
        try (FrameReader frames = FrameReader.open(video, limits, Care.EVERY_FRAME)) {
          @Nullable AVFrame frame = promised(frames, times, wanted);
          if (frame != null) {
            return styled(video, frame, style);
          }
        }
      }
    }
    return null;
  }

  /** The times of the frames up to a number and some more, in order, or null without a promise. */
  private static long @Nullable [] times(VideoFile video, long number) {
    LongStream.Builder times = LongStream.builder();
    AVPacket packet = av_packet_alloc();
    try {
      long read = 0;
      while (read <= number + REORDERED && av_read_frame(video.format(), packet) >= 0) {
        boolean shown =
            packet.stream_index() == video.pictureIndex()
                && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
        long at = packet.pts();
        av_packet_unref(packet);
        if (shown) {
          if (at == AV_NOPTS_VALUE) {
            return null;
          }
          times.add(at);
          read++;
        }
      }
    } finally {
      av_packet_free(packet);
    }
    long[] sorted = times.build().sorted().toArray();
    boolean distinct = LongStream.of(sorted).distinct().count() == sorted.length;
    return distinct ? sorted : null;
  }

  /** The frame wanted, when all decoded before it were those that the times promise. */
  private static @Nullable AVFrame promised(FrameReader frames, long[] times, int wanted)
      throws IOException {
    int before = -1;
    @Nullable AVFrame frame;
    while ((frame = frames.next()) != null) {
      int place = Arrays.binarySearch(times, frame.best_effort_timestamp());
      if (place < 0 || place > wanted || (before >= 0 && place != before + 1)) {
        return null;
      }
      if (place == wanted) {
        return frame;
      }
      before = place;
    }
    return null;
  }
}
