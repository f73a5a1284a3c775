package dev.halcyon.engine.testing;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Encodes test videos from painted frames with the encoders that the bundled FFmpeg has. Confined
 * to one thread.
 */
public final class Clip {
  private final int width;
  private final int height;
  private final int fps;
  private String encoder = "libopenh264";
  private final Map<String, String> options = new LinkedHashMap<>();
  private int bFrames;
  private int rotation;
  private boolean indexFirst;
  private IntUnaryOperator ticks = frame -> frame;
  private int ticksPerFrame = 1;
  private short[] sound = {};

  /** Paints one frame into RGB. */
  @FunctionalInterface
  public interface Painter {
    void paint(int frame, byte[] rgb);
  }

  private Clip(int width, int height, int fps) {
    this.width = width;
    this.height = height;
    this.fps = fps;
  }

  /** A clip of even width and height. */
  public static Clip of(int width, int height, int fps) {
    av_log_set_level(AV_LOG_QUIET);
    return new Clip(width, height, fps);
  }

  /** Another encoder than OpenH264. */
  public Clip encoder(String name) {
    encoder = name;
    return this;
  }

  /** Adds sound as it is, mono and 16 kHz, in a container that holds plain samples (Matroska). */
  public Clip sound(short[] samples) {
    sound = samples.clone();
    return this;
  }

  /** An option of the encoder. */
  public Clip option(String key, String value) {
    options.put(key, value);
    return this;
  }

  /** Consecutive frames predicted from both sides, which decoders in a hurry leave out. */
  public Clip bFrames(int count) {
    bFrames = count;
    return this;
  }

  /** Degrees, a multiple of 90, by which players turn the picture clockwise. */
  public Clip rotated(int degrees) {
    rotation = degrees;
    return this;
  }

  /** Writes the index before the pictures, as files meant for streaming have it. */
  public Clip indexFirst() {
    indexFirst = true;
    return this;
  }

  /**
   * When a frame is shown, in tenths of a frame's nominal length; the default is 10 × its number.
   */
  public Clip shownAt(IntUnaryOperator tenths) {
    ticks = tenths;
    ticksPerFrame = 10;
    return this;
  }

  /** Encodes into a file whose ending names the container. */
  public Path write(Path file, int frames, Painter painter) throws IOException {
    AVFormatContext format = new AVFormatContext(null);
    checked(avformat_alloc_output_context2(format, null, null, file.toString()), "container");
    AVCodec codec = avcodec_find_encoder_by_name(encoder);
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(width).height(height).pix_fmt(pixels());
    AVRational tick = new AVRational().num(1).den(fps * ticksPerFrame);
    context.time_base(tick);
    context.framerate(new AVRational().num(fps).den(1));
    context.gop_size(250).max_b_frames(bFrames).bit_rate(4_000_000).thread_count(2);
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    options.forEach((key, value) -> av_opt_set(context, key, value, 1));
    checked(avcodec_open2(context, codec, (AVDictionary) null), "encoder " + encoder);
    AVStream stream = avformat_new_stream(format, null);
    stream.time_base(tick);
    avcodec_parameters_from_context(stream.codecpar(), context);
    rotate(stream);
    if (sound.length > 0) {
      AVStream heard = avformat_new_stream(format, null);
      heard.time_base(new AVRational().num(1).den(Sounds.RATE));
      heard.codecpar().codec_type(AVMEDIA_TYPE_AUDIO).codec_id(AV_CODEC_ID_PCM_S16LE);
      heard.codecpar().format(AV_SAMPLE_FMT_S16).sample_rate(Sounds.RATE).bits_per_coded_sample(16);
      av_channel_layout_default(heard.codecpar().ch_layout(), 1);
    }
    AVIOContext io = new AVIOContext(null);
    checked(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "file");
    format.pb(io);
    AVDictionary muxing = new AVDictionary(null);
    if (indexFirst) {
      av_dict_set(muxing, "movflags", "faststart", 0);
    }
    checked(avformat_write_header(format, muxing), "header");
    encode(format, context, stream, frames, painter);
    av_write_trailer(format);
    avio_closep(io);
    avcodec_free_context(context);
    avformat_free_context(format);
    return file;
  }

  /** The encoded file as bytes. */
  public byte[] bytes(Path folder, String ending, int frames, Painter painter) throws IOException {
    return Files.readAllBytes(write(Files.createTempFile(folder, "clip", ending), frames, painter));
  }

  private void rotate(AVStream stream) {
    if (rotation != 0) {
      AVPacketSideData data =
          av_packet_side_data_new(
              stream.codecpar().coded_side_data(), new int[] {0}, AV_PKT_DATA_DISPLAYMATRIX, 36, 0);
      int[] matrix = new int[9];
      org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set(matrix, rotation);
      new IntPointer(data.data()).put(matrix);
      stream.codecpar().coded_side_data(data);
      stream.codecpar().nb_coded_side_data(1);
    }
  }

  private void encode(
      AVFormatContext format,
      AVCodecContext context,
      AVStream stream,
      int frames,
      Painter painter) {
    AVFrame frame = av_frame_alloc();
    frame.format(pixels()).width(width).height(height);
    av_frame_get_buffer(frame, 0);
    AVPacket packet = av_packet_alloc();
    SwsContext scaler =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_RGB24,
            width,
            height,
            pixels(),
            SWS_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    byte[] rgb = new byte[width * height * 3];
    try (BytePointer pixels = new BytePointer(rgb.length + 64L);
        PointerPointer<BytePointer> planes = new PointerPointer<>(4);
        IntPointer strides = new IntPointer(4)) {
      planes.put(0, pixels);
      strides.put(0, width * 3);
      for (int i = 0; i < frames; i++) {
        painter.paint(i, rgb);
        pixels.position(0).put(rgb, 0, rgb.length);
        av_frame_make_writable(frame);
        sws_scale(scaler, planes, strides, 0, height, frame.data(), frame.linesize());
        frame.pts(ticks.applyAsInt(i));
        speak(format, packet, i);
        avcodec_send_frame(context, frame);
        drain(format, context, stream, packet);
      }
      avcodec_send_frame(context, null);
      drain(format, context, stream, packet);
    }
    sws_freeContext(scaler);
    av_packet_free(packet);
    av_frame_free(frame);
  }

  /** The sound that is heard while a frame is shown. */
  private void speak(AVFormatContext format, AVPacket packet, int number) {
    int each = Sounds.RATE / fps;
    int from = number * each;
    if (from + each > sound.length) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(each * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(sound, from, each);
    av_new_packet(packet, each * 2);
    packet.data().put(bytes.array(), 0, each * 2);
    packet.stream_index(1).pts(from).dts(from).duration(each);
    av_packet_rescale_ts(
        packet, new AVRational().num(1).den(Sounds.RATE), format.streams(1).time_base());
    av_interleaved_write_frame(format, packet);
  }

  private void drain(
      AVFormatContext format, AVCodecContext context, AVStream stream, AVPacket packet) {
    while (avcodec_receive_packet(context, packet) >= 0) {
      if (packet.duration() == 0) {
        packet.duration(ticksPerFrame);
      }
      av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      av_interleaved_write_frame(format, packet);
    }
  }

  private int pixels() {
    return switch (encoder) {
      case "gif" -> AV_PIX_FMT_RGB8;
      case "apng" -> AV_PIX_FMT_RGB24;
      case "libwebp_anim" -> AV_PIX_FMT_BGRA;
      case "mjpeg" -> AV_PIX_FMT_YUVJ420P;
      default -> AV_PIX_FMT_YUV420P;
    };
  }

  private static void checked(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException(what + " failed: " + result);
    }
  }
}
