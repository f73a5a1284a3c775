package dev.halcyon.engine.image;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;

/**
 * Plays an animated WebP (RFC 9649, section 2.7.1): decodes one frame after the other as the still
 * picture it is and lays it on the canvas, for FFmpeg reads no such animation. Confined to one
 * thread.
 */
public final class WebpFilm {
  /** Canvases above this, 64 MB, are looked at only in their first frame. */
  static final long MOST_PIXELS = 16L << 20;

  private static final int HEAD = 16;
  private static final int DISPOSE = 1;
  private static final int REPLACE = 2;

  private final ByteReader file;
  private final MediaLimits limits;
  private final PictureHeader header;
  private final byte[] canvas;
  private final FrameScaler scaler;
  private long at = 12;
  private double seconds;
  private int damaged;

  /** What is cleared before the next frame. */
  private Part clear = new Part(0, 0, 0, 0);

  private record Part(int x, int y, int width, int height) {
    boolean inside(PictureHeader canvas) {
      return (long) x + width <= canvas.width() && (long) y + height <= canvas.height();
    }
  }

  /**
   * Prepares to play.
   *
   * @param scaler the caller's to close
   * @throws UserProblem {@code media.*} when the header breaks a limit
   */
  public WebpFilm(ByteReader file, MediaLimits limits, FrameScaler scaler) throws IOException {
    this.file = file;
    this.limits = limits;
    this.scaler = scaler;
    this.header = PictureScan.checkedHeader(MediaType.WEBP, file, limits);
    if (!fits(header)) {
      throw new IllegalArgumentException("a canvas of " + header.width() + "×" + header.height());
    }
    this.canvas = new byte[Math.toIntExact(header.width() * header.height() * 4)];
  }

  static boolean fits(PictureHeader header) {
    return header.width() * header.height() <= MOST_PIXELS;
  }

  public int width() {
    return (int) header.width();
  }

  public int height() {
    return (int) header.height();
  }

  public Orientation orientation() {
    return header.orientation();
  }

  /** The canvas, four samples a pixel: red, green, blue, alpha; changed by {@link #next}. */
  public byte[] rgba() {
    return canvas;
  }

  /** Frames that could not be decoded. */
  public int damaged() {
    return damaged;
  }

  /** How long the frame on the canvas is shown, seconds. */
  public double seconds() {
    return seconds;
  }

  /** Lays the next frame on the canvas; false at the end. */
  public boolean next() throws IOException {
    while (at + 8 <= file.size()) {
      Bytes head = new Bytes(file.range(at, 8 + HEAD));
      long length = head.u32le(4);
      long from = at + 8;
      at = from + length + (length & 1);
      if (head.text(0, 4).equals("ANMF") && length > HEAD) {
        show(head, file.range(from, Math.toIntExact(Math.min(length, limits.pictureBytes()))));
        return true;
      }
    }
    return false;
  }

  private void show(Bytes head, byte[] body) throws IOException {
    fill(clear);
    Part part =
        new Part(head.u24le(8) * 2, head.u24le(11) * 2, head.u24le(14) + 1, head.u24le(17) + 1);
    // Browsers show a frame that states less than a hundredth for a tenth of a second.
    int millis = head.u24le(20);
    seconds = (millis <= 10 ? 100 : millis) / 1000.0;
    int flags = head.u8(23);
    clear = new Part(0, 0, 0, 0);
    if (!part.inside(header)) {
      damaged++;
      return;
    }
    try {
      byte[] rgba = decoded(body, part);
      lay(rgba, part, (flags & REPLACE) == 0);
      clear = (flags & DISPOSE) == 0 ? clear : part;
    } catch (UserProblem e) {
      damaged++;
    }
  }

  private byte[] decoded(byte[] body, Part part) throws IOException {
    byte[] still = WebpHeader.wrap(new Bytes(body), body, HEAD, body.length);
    PictureHeader stated = new PictureHeader(part.width, part.height, Orientation.NORMAL, 1, true);
    return PictureDecoder.decode(
        MediaType.WEBP,
        stated,
        new Memory(still),
        limits,
        frame -> {
          if (frame.width() != part.width || frame.height() != part.height) {
            throw PictureHeader.cut(MediaType.WEBP.mime(), "states another size than a frame has");
          }
          return scaler.rgba(frame);
        });
  }

  private void lay(byte[] rgba, Part part, boolean blend) {
    for (int y = 0; y < part.height; y++) {
      int from = y * part.width * 4;
      int to = ((part.y + y) * width() + part.x) * 4;
      if (!blend) {
        System.arraycopy(rgba, from, canvas, to, part.width * 4);
        continue;
      }
      for (int x = 0; x < part.width; x++, from += 4, to += 4) {
        blend(rgba, from, to);
      }
    }
  }

  private void blend(byte[] rgba, int from, int to) {
    int alpha = rgba[from + 3] & 0xff;
    int below = (canvas[to + 3] & 0xff) * (255 - alpha) / 255;
    int all = alpha + below;
    for (int k = 0; k < 3 && all > 0; k++) {
      int mixed = ((rgba[from + k] & 0xff) * alpha + (canvas[to + k] & 0xff) * below) / all;
      canvas[to + k] = (byte) mixed;
    }
    canvas[to + 3] = (byte) all;
  }

  private void fill(Part part) {
    for (int y = part.y; y < part.y + part.height; y++) {
      int from = (y * width() + part.x) * 4;
      Arrays.fill(canvas, from, from + part.width * 4, (byte) 0);
    }
  }

  /** Bytes at hand. */
  private record Memory(byte[] bytes) implements ByteReader {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
      int count = (int) Math.clamp(bytes.length - position, 0, length);
      System.arraycopy(bytes, (int) position, into, offset, count);
      return count;
    }
  }
}
