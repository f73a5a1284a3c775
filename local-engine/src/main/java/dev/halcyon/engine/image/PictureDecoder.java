package dev.halcyon.engine.image;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes one still picture with the one decoder its signature allows; no demuxer and no probing
 * take part. Confined to one thread.
 */
public final class PictureDecoder {
  /** More than any decoder rounds a side up by. */
  private static final int PADDING = 128;

  private PictureDecoder() {}

  /** Uses a decoded frame before it is freed. */
  @FunctionalInterface
  public interface FrameUse<T> {
    T use(AVFrame frame) throws IOException;
  }

  /**
   * Decodes the first picture of a file.
   *
   * @param header already checked against the limits
   * @throws UserProblem {@code media.damaged} when nothing could be decoded
   */
  public static <T> T decode(
      MediaType type, PictureHeader header, ByteReader file, MediaLimits limits, FrameUse<T> use)
      throws IOException {
    byte[] bytes = file.range(0, Math.toIntExact(file.size()));
    if (type == MediaType.WEBP && header.frames() > 1) {
      bytes = WebpHeader.firstFrame(bytes);
    }
    AVCodec codec = avcodec_find_decoder_by_name(type.reader());
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      context.max_pixels(withPadding(header, limits));
      context.thread_count(1);
      if (av_new_packet(packet, bytes.length) < 0) {
        throw new OutOfMemoryError("packet of " + bytes.length + " bytes");
      }
      packet.data().put(bytes, 0, bytes.length);
      boolean decoded =
          avcodec_open2(context, codec, (AVDictionary) null) >= 0
              && avcodec_send_packet(context, packet) >= 0
              && received(context, frame);
      if (!decoded || frame.width() < 1 || frame.height() < 1) {
        throw new UserProblem(
            header.complete() ? "media.damaged" : "media.truncated",
            "This " + type.mime() + " file could not be decoded.",
            "It is cut off or damaged, or uses a variant that is not supported: ask the platform"
                + " to send it again or to convert it.");
      }
      return use.use(frame);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  /**
   * The limit as FFmpeg reckons: it counts the rows and columns it pads a frame with, so that a
   * picture just within our limit, which the header's check lets pass, would count as damaged.
   */
  private static long withPadding(PictureHeader header, MediaLimits limits) {
    return limits.pixels() + PADDING * ((long) header.width() + header.height() + PADDING);
  }

  private static boolean received(AVCodecContext context, AVFrame frame) {
    if (avcodec_receive_frame(context, frame) >= 0) {
      return true;
    }
    // Some decoders hold a frame back until they are told that no more data comes.
    avcodec_send_packet(context, null);
    return avcodec_receive_frame(context, frame) >= 0;
  }
}
