package dev.halcyon.engine.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Reads a very large PNG row by row and keeps the means of square areas alone, so that the picture
 * never stands in memory as a whole; FFmpeg's decoder knows no other way. Interlaced pictures,
 * whose rows come seven times, are not for it. Confined to one thread.
 */
final class PngReducer {
  /** Pictures above this are read here: 16 million pixels. */
  static final long LEAST_PIXELS = 16_000_000;

  /** What is left of one at most. */
  private static final double MOST_PIXELS = 26e6;

  private final ByteReader file;
  private final PngRows rows;
  private final int width;
  private final int height;
  private final int by;
  private final int outWidth;
  private final int[] sums;
  private final byte[] reduced;

  private PngReducer(ByteReader file, PictureHeader header, PngRows rows) {
    this.file = file;
    this.rows = rows;
    this.width = Math.toIntExact(header.width());
    this.height = Math.toIntExact(header.height());
    this.by = Math.max(1, (int) Math.ceil(Math.sqrt(header.width() / MOST_PIXELS * height)));
    this.outWidth = Math.ceilDiv(width, by);
    this.sums = new int[outWidth * 4];
    this.reduced = new byte[outWidth * 4];
  }

  /** Whether a PNG is read here. */
  static boolean takes(PictureHeader header, ByteReader file) throws IOException {
    return header.width() * header.height() > LEAST_PIXELS
        && new Bytes(file.range(8, 25)).u8(20) == 0;
  }

  /**
   * The picture in RGBA, made smaller; whoever calls frees it. Rows that are missing at the end
   * stay white.
   *
   * @throws UserProblem {@code media.damaged} when the rows cannot be unpacked, {@code
   *     media.memory}
   */
  static AVFrame read(PictureHeader header, ByteReader file) throws IOException {
    PngReducer reducer = new PngReducer(file, header, PngRows.of(file));
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_RGBA).width(reducer.outWidth);
    frame.height(Math.ceilDiv(reducer.height, reducer.by)).color_range(AVCOL_RANGE_JPEG);
    if (av_frame_get_buffer(frame, 0) < 0) {
      av_frame_free(frame);
      throw DecoderMemory.exceeded();
    }
    boolean whole = false;
    try {
      reducer.fill(frame);
      whole = true;
      return frame;
    } finally {
      if (!whole) {
        av_frame_free(frame);
      }
    }
  }

  private void fill(AVFrame frame) throws IOException {
    int stride = frame.linesize(0);
    BytePointer samples = frame.data(0).capacity((long) stride * frame.height());
    samples.position(0).fill(0xff);
    try (Unpacking unpacking = new Unpacking()) {
      byte[] rgba = new byte[width * 4];
      for (int y = 0; y < height; y++) {
        if (!rows.next(unpacking, rgba)) {
          break;
        }
        add(rgba);
        if ((y + 1) % by == 0 || y + 1 == height) {
          mean(y % by + 1);
          samples.position((long) (y / by) * stride).put(reduced, 0, reduced.length);
        }
      }
    }
    samples.position(0);
  }

  /** Colour counts as much as it is opaque. */
  private void add(byte[] rgba) {
    int at = 0;
    for (int to = 0; to < sums.length; to += 4) {
      int red = 0;
      int green = 0;
      int blue = 0;
      int opaque = 0;
      int end = Math.min(at + by * 4, rgba.length);
      for (; at < end; at += 4) {
        int alpha = rgba[at + 3] & 0xff;
        red += (rgba[at] & 0xff) * alpha;
        green += (rgba[at + 1] & 0xff) * alpha;
        blue += (rgba[at + 2] & 0xff) * alpha;
        opaque += alpha;
      }
      sums[to] += red;
      sums[to + 1] += green;
      sums[to + 2] += blue;
      sums[to + 3] += opaque;
    }
  }

  private void mean(int rowsAdded) {
    for (int x = 0; x < outWidth; x++) {
      int count = rowsAdded * Math.min(by, width - x * by);
      int alpha = sums[x * 4 + 3];
      for (int k = 0; k < 3; k++) {
        reduced[x * 4 + k] = (byte) (alpha == 0 ? 0 : (sums[x * 4 + k] + alpha / 2) / alpha);
      }
      reduced[x * 4 + 3] = (byte) ((alpha + count / 2) / count);
    }
    java.util.Arrays.fill(sums, 0);
  }

  /** The unpacked bytes of all IDAT chunks, one behind the other. */
  private final class Unpacking implements PngRows.Source, AutoCloseable {
    private static final int WINDOW = 1 << 16;
    private final Inflater inflater = new Inflater();
    private long at = 8;
    private long left;

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int read = 0;
        while (read < length) {
          int n = inflater.inflate(into, offset + read, length - read);
          read += n;
          if (n == 0 && (inflater.finished() || !feed())) {
            break;
          }
        }
        return read;
      } catch (DataFormatException e) {
        throw new UserProblem(
            "media.damaged",
            "The pixels of this image/png file cannot be unpacked.",
            "It is damaged: ask the platform to send it again.",
            e);
      }
    }

    private boolean feed() throws IOException {
      while (left == 0) {
        if (at + 12 > file.size()) {
          return false;
        }
        Bytes chunk = new Bytes(file.range(at, 8));
        if (chunk.text(4, 4).equals("IDAT")) {
          left = chunk.u32be(0);
          at += 8;
        } else {
          at += 12 + chunk.u32be(0);
        }
      }
      byte[] window = file.range(at, (int) Math.min(left, WINDOW));
      at += window.length;
      left -= window.length;
      at += left == 0 ? 4 : 0;
      inflater.setInput(window);
      return window.length > 0;
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
