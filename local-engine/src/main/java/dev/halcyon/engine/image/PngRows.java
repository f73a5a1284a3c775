package dev.halcyon.engine.image;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;

/**
 * The rows of a PNG that is not interlaced as RGBA of 8 bits (W3C PNG, third edition, sections 7, 9
 * and 11.3): filters undone, palette looked up, deeper samples cut to their upper byte. Confined to
 * one thread.
 */
final class PngRows {
  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_ALPHA = 4;
  private static final int RGBA = 6;

  private final int width;
  private final int bits;
  private final int colour;
  private final int channels;

  /** Distance of a byte to the one of the pixel before. */
  private final int step;

  private final byte[] palette;

  /** Alpha of palette entries, or the one transparent sample of 16 bits each, or empty. */
  private final byte[] transparent;

  private byte[] above;
  private byte[] row;

  /** Where the rows come from, unpacked. */
  @FunctionalInterface
  interface Source {
    /** Fills the array as far as there is something; fewer bytes only at the end. */
    int read(byte[] into, int offset, int length) throws IOException;
  }

  private PngRows(int width, int bits, int colour, byte[] palette, byte[] transparent) {
    this.width = width;
    this.bits = bits;
    this.colour = colour;
    this.channels =
        switch (colour) {
          case GRAY, PALETTE -> 1;
          case GRAY_ALPHA -> 2;
          case RGB -> 3;
          case RGBA -> 4;
          default -> throw damaged();
        };
    boolean known = bits == 8 || (bits == 16 && colour != PALETTE);
    if (!known
        && !(channels == 1 && colour != GRAY_ALPHA && (bits == 1 || bits == 2 || bits == 4))) {
      throw damaged();
    }
    this.step = Math.max(1, channels * bits / 8);
    this.palette = palette;
    this.transparent = transparent;
    long length = 1 + Math.ceilDiv((long) width * channels * bits, 8L);
    this.row = new byte[Math.toIntExact(length)];
    this.above = new byte[row.length];
  }

  private static UserProblem damaged() {
    return new UserProblem(
        "media.damaged",
        "This image/png file states a kind of pixel that does not exist.",
        "It is damaged: ask the platform to send it again.");
  }

  /**
   * The rows of a file, described by its chunks before the pixels.
   *
   * @throws UserProblem {@code media.damaged} when there is no such kind of picture
   */
  static PngRows of(ByteReader file) throws IOException {
    Bytes first = new Bytes(file.range(8, 25));
    byte[] palette = {};
    byte[] transparent = {};
    long at = 8;
    while (at + 12 <= file.size()) {
      Bytes chunk = new Bytes(file.range(at, 8));
      int length = (int) Math.min(chunk.u32be(0), 1024);
      switch (chunk.text(4, 4)) {
        case "PLTE" -> palette = file.range(at + 8, length);
        case "tRNS" -> transparent = file.range(at + 8, length);
        case "IDAT" -> at = file.size();
        default -> {}
      }
      at += 12 + chunk.u32be(0);
    }
    return new PngRows(
        Math.toIntExact(first.u32be(8)), first.u8(16), first.u8(17), palette, transparent);
  }

  /** Reads the next row; false where it is not there as a whole. */
  boolean next(Source source, byte[] rgba) throws IOException {
    byte[] last = above;
    above = row;
    row = last;
    if (source.read(row, 0, row.length) < row.length) {
      return false;
    }
    unfilter();
    if ((colour == RGB || colour == RGBA) && transparent.length == 0) {
      plain(rgba);
    } else {
      for (int x = 0; x < width; x++) {
        pixel(x, rgba, x * 4);
      }
    }
    return true;
  }

  /** What nearly all large pictures are, without a question for each pixel. */
  private void plain(byte[] rgba) {
    byte[] from = row;
    int bytes = bits / 8;
    int at = 1;
    for (int to = 0; to < rgba.length; to += 4, at += step) {
      rgba[to] = from[at];
      rgba[to + 1] = from[at + bytes];
      rgba[to + 2] = from[at + 2 * bytes];
      rgba[to + 3] = colour == RGBA ? from[at + 3 * bytes] : (byte) 0xff;
    }
  }

  private void unfilter() {
    switch (row[0]) {
      case 0 -> {}
      case 1 -> {
        for (int i = 1 + step; i < row.length; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        byte[] to = row;
        byte[] from = above;
        for (int i = 1; i < to.length; i++) {
          to[i] += from[i];
        }
      }
      case 3 -> {
        for (int i = 1; i < row.length; i++) {
          int left = i > step ? row[i - step] & 0xff : 0;
          row[i] += (byte) ((left + (above[i] & 0xff)) >> 1);
        }
      }
      case 4 -> paeth();
      default -> throw damaged();
    }
    row[0] = 0;
  }

  private void paeth() {
    byte[] here = row;
    byte[] before = above;
    int back = step;
    for (int i = 1; i <= back && i < here.length; i++) {
      here[i] += before[i];
    }
    for (int i = 1 + back; i < here.length; i++) {
      int a = here[i - back] & 0xff;
      int b = before[i] & 0xff;
      int c = before[i - back] & 0xff;
      int pa = Math.abs(b - c);
      int pb = Math.abs(a - c);
      int pc = Math.abs(a + b - 2 * c);
      here[i] += (byte) (pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
    }
  }

  private void pixel(int x, byte[] rgba, int to) {
    int bytes = bits / 8;
    int at = 1 + x * step;
    rgba[to + 3] = (byte) 0xff;
    switch (colour) {
      case GRAY -> {
        int sample = bits < 8 ? packed(x) : row[at] & 0xff;
        int value = bits < 8 ? sample * 255 / ((1 << bits) - 1) : sample;
        Arrays.fill(rgba, to, to + 3, (byte) value);
        if (isTransparent(bits == 16 ? wide(at) : sample, 0)) {
          rgba[to + 3] = 0;
        }
      }
      case GRAY_ALPHA -> {
        Arrays.fill(rgba, to, to + 3, row[at]);
        rgba[to + 3] = row[at + bytes];
      }
      case PALETTE -> colour(bits < 8 ? packed(x) : row[at] & 0xff, rgba, to);
      default -> {
        boolean clear = colour == RGB && transparent.length >= 6;
        for (int k = 0; k < 3; k++) {
          rgba[to + k] = row[at + k * bytes];
          int sample = bits == 16 ? wide(at + k * bytes) : row[at + k] & 0xff;
          clear = clear && isTransparent(sample, k);
        }
        if (clear) {
          rgba[to + 3] = 0;
        } else if (colour == RGBA) {
          rgba[to + 3] = row[at + 3 * bytes];
        }
      }
    }
  }

  private void colour(int index, byte[] rgba, int to) {
    if (index * 3 + 2 < palette.length) {
      System.arraycopy(palette, index * 3, rgba, to, 3);
    } else {
      Arrays.fill(rgba, to, to + 3, (byte) 0);
    }
    if (index < transparent.length) {
      rgba[to + 3] = transparent[index];
    }
  }

  private int packed(int x) {
    int shift = 8 - bits - x * bits % 8;
    return (row[1 + x * bits / 8] & 0xff) >> shift & ((1 << bits) - 1);
  }

  private int wide(int at) {
    return (row[at] & 0xff) << 8 | row[at + 1] & 0xff;
  }

  private boolean isTransparent(int sample, int channel) {
    int at = channel * 2;
    return colour != PALETTE
        && at + 1 < transparent.length
        && sample == ((transparent[at] & 0xff) << 8 | transparent[at + 1] & 0xff);
  }
}
