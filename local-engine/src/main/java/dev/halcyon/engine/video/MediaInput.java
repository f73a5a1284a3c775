package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import dev.halcyon.engine.image.ByteReader;
import java.io.IOException;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's only way to bytes: callbacks that read one {@link ByteReader}, and a refusal for
 * whatever else a demuxer would open. Confined to one thread; close after the format context.
 */
final class MediaInput implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;

  private final ByteReader file;
  private final AVIOContext context;

  // Kept as fields: native code holds them without a reference that Java sees.
  private final Reader reader = new Reader();
  private final Seeker seeker = new Seeker();
  private final Refusal refusal = new Refusal();

  /** Not called position: the callbacks inherit a field of that name. */
  private long cursor;

  private @Nullable IOException failure;

  MediaInput(ByteReader file) {
    this(file, true);
  }

  /**
   * An input.
   *
   * @param seekable false for what still comes: its bytes are read once and in order
   */
  MediaInput(ByteReader file, boolean seekable) {
    this.file = file;
    BytePointer buffer = new BytePointer(av_malloc(BUFFER)).capacity(BUFFER);
    context =
        avio_alloc_context(
            buffer,
            BUFFER,
            0,
            null,
            reader,
            (Write_packet_Pointer_BytePointer_int) null,
            seekable ? seeker : null);
  }

  /** Makes this the format's input and the only one it can ever have. */
  void attach(AVFormatContext format) {
    format.pb(context);
    format.io_open(refusal);
  }

  /** Fails with what broke the pipe, for FFmpeg only reports that a read did not work. */
  void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    av_free(context.buffer());
    context.buffer(null);
    avio_context_free(context);
    // JavaCPP holds ten callbacks of a kind and no more: one that is not freed is lost for good.
    reader.close();
    seeker.close();
    refusal.close();
  }

  private final class Reader extends Read_packet_Pointer_BytePointer_int {
    private final byte[] chunk = new byte[BUFFER];

    @Override
    public int call(@Nullable Pointer opaque, BytePointer into, int size) {
      try {
        int n = file.read(cursor, chunk, 0, Math.min(size, chunk.length));
        if (n <= 0) {
          return AVERROR_EOF;
        }
        into.put(chunk, 0, n);
        cursor += n;
        return n;
      } catch (IOException e) {
        failure = e;
        return AVERROR_EIO();
      }
    }
  }

  private final class Seeker extends Seek_Pointer_long_int {
    @Override
    public long call(@Nullable Pointer opaque, long offset, int whence) {
      long base;
      switch (whence & ~AVSEEK_FORCE) {
        case SEEK_SET -> base = 0;
        case SEEK_CUR -> base = cursor;
        case SEEK_END -> base = file.size();
        case AVSEEK_SIZE -> {
          return file.size();
        }
        default -> {
          return AVERROR_EINVAL();
        }
      }
      if (base + offset < 0) {
        return AVERROR_EINVAL();
      }
      cursor = base + offset;
      return cursor;
    }
  }

  /** Refuses every other file a demuxer names: external tracks, playlists' parts, keys. */
  private static final class Refusal
      extends AVFormatContext
          .Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {
    @Override
    public int call(
        @Nullable AVFormatContext format,
        @SuppressWarnings("rawtypes") @Nullable PointerPointer into,
        @Nullable BytePointer url,
        int flags,
        @SuppressWarnings("rawtypes") @Nullable PointerPointer options) {
      return AVERROR_EINVAL();
    }
  }

  /** Options that hold for every container. */
  static AVDictionary options(String format, String decoders) {
    AVDictionary options = new AVDictionary(null);
    set(options, "protocol_whitelist", "");
    set(options, "format_whitelist", format);
    set(options, "codec_whitelist", decoders);
    set(options, "max_streams", "64");
    set(options, "probesize", "8000000");
    set(options, "analyzeduration", "5000000");
    return options;
  }

  static void set(AVDictionary options, String key, String value) {
    org.bytedeco.ffmpeg.global.avutil.av_dict_set(options, key, value, 0);
  }
}
