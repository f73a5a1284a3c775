package dev.halcyon.engine.image;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decodes one still picture with the one decoder its signature allows; no demuxer and no probing
 * take part. Confined to one thread.
 */
public final class PictureDecoder {
  /** More than any decoder rounds a side up by. */
  private static final int PADDING = 128;

  private static final int MOST_HALVINGS = 3;

  /** A picture is not halved below this, pixels. */
  private static final double LEAST_LEFT = 12e6;

  private static final int BLOCK = 1 << 18;

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
    if (type == MediaType.PNG && PngReducer.takes(header, file)) {
      AVFrame reduced = PngReducer.read(header, file);
      try {
        return use.use(reduced);
      } finally {
        av_frame_free(reduced);
      }
    }
    AVCodec codec = avcodec_find_decoder_by_name(type.reader());
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      context.max_pixels(withPadding(header, limits));
      context.thread_count(1);
      context.lowres(halvings(type, header));
      fill(packet, type, header, file);
      int result = decoded(context, codec, packet, frame);
      // The frame is whole: its bytes are not needed twice.
      av_packet_unref(packet);
      if (result < 0 || frame.width() < 1 || frame.height() < 1) {
        if (DecoderMemory.isShort(result, header.width() * header.height())) {
          throw DecoderMemory.exceeded();
        }
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

  /** The first result that says that it cannot be done, or 0. */
  private static int decoded(
      AVCodecContext context, AVCodec codec, AVPacket packet, AVFrame frame) {
    int result = avcodec_open2(context, codec, (AVDictionary) null);
    if (result >= 0) {
      result = avcodec_send_packet(context, packet);
    }
    if (result < 0) {
      return result;
    }
    int received = avcodec_receive_frame(context, frame);
    if (received == AVERROR_EAGAIN()) {
      // Some decoders hold a frame back until they are told that no more data comes.
      avcodec_send_packet(context, null);
      received = avcodec_receive_frame(context, frame);
    }
    return Math.min(0, received);
  }

  /**
   * How often the sides of a picture are halved while it is decoded, which the coding of JPEG alone
   * allows: nothing here shows more than 4096 pixels a side.
   */
  private static int halvings(MediaType type, PictureHeader header) {
    int halvings = 0;
    if (type == MediaType.JPEG) {
      double pixels = (double) header.width() * header.height();
      while (halvings < MOST_HALVINGS && pixels / 4 >= LEAST_LEFT) {
        pixels /= 4;
        halvings++;
      }
    }
    return halvings;
  }

  /** Moves the file into the packet block by block: it never lies in memory twice. */
  private static void fill(AVPacket packet, MediaType type, PictureHeader header, ByteReader file)
      throws IOException {
    if (type == MediaType.WEBP && header.frames() > 1) {
      byte[] first = WebpHeader.firstFrame(file.range(0, Math.toIntExact(file.size())));
      room(packet, first.length).put(first, 0, first.length);
      return;
    }
    int size = Math.toIntExact(file.size());
    BytePointer data = room(packet, size);
    byte[] block = new byte[Math.min(size, BLOCK)];
    int at = 0;
    int read;
    while (at < size && (read = file.read(at, block, 0, Math.min(BLOCK, size - at))) > 0) {
      data.position(at).put(block, 0, read);
      at += read;
    }
    data.position(0);
  }

  private static BytePointer room(AVPacket packet, int size) {
    if (av_new_packet(packet, size) < 0) {
      throw DecoderMemory.exceeded();
    }
    return packet.data();
  }
}
