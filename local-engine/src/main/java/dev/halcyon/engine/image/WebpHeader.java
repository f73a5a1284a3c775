package dev.halcyon.engine.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks the chunks of a WebP file (RFC 9649). Stateless. */
final class WebpHeader {
  private static final int ANIMATED = 0x02;

  private WebpHeader() {}

  static PictureHeader read(ByteReader file) throws IOException {
    Bytes head = new Bytes(file.range(0, 40));
    boolean complete = file.size() >= head.u32le(4) + 8;
    return switch (head.text(12, 4)) {
      case "VP8 " ->
          new PictureHeader(
              head.u16le(26) & 0x3fff, head.u16le(28) & 0x3fff, Orientation.NORMAL, 1, complete);
      case "VP8L" -> {
        long bits = head.u32le(21);
        yield new PictureHeader(
            (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, Orientation.NORMAL, 1, complete);
      }
      case "VP8X" ->
          new PictureHeader(
              head.u24le(24) + 1L,
              head.u24le(27) + 1L,
              orientation(file),
              (head.u8(20) & ANIMATED) == 0 ? 1 : 2,
              complete);
      default -> throw PictureHeader.cut("image/webp", "names no picture");
    };
  }

  private static Orientation orientation(ByteReader file) throws IOException {
    long at = 12;
    while (at + 8 <= file.size()) {
      Bytes chunk = new Bytes(file.range(at, 8));
      if (chunk.text(0, 4).equals("EXIF")) {
        return Exif.orientation(file.range(at + 8, (int) Math.min(chunk.u32le(4), 1 << 16)));
      }
      at += 8 + chunk.u32le(4) + (chunk.u32le(4) & 1);
    }
    return Orientation.NORMAL;
  }

  /**
   * The first picture of an animation as a file of its own, for the decoder knows only still ones.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code media.truncated} when there is none
   */
  static byte[] firstFrame(byte[] file) {
    Bytes all = new Bytes(file);
    int at = 12;
    while (at + 24 <= file.length) {
      long length = all.u32le(at + 4);
      if (all.text(at, 4).equals("ANMF")) {
        int from = at + 8 + 16;
        int to = (int) Math.min(file.length, at + 8 + length);
        return wrap(all, file, from, Math.max(from, to));
      }
      at = (int) Math.min(Integer.MAX_VALUE - 64L, at + 8 + length + (length & 1));
    }
    throw PictureHeader.cut("image/webp", "promises an animation and holds no picture");
  }

  /** A frame's chunks, after the 16 bytes that place it, as a file of its own. */
  static byte[] wrap(Bytes all, byte[] file, int from, int to) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (all.text(from, 4).equals("ALPH")) {
      // Transparency needs the extended header; its size is the frame's, stated before.
      ByteBuffer extended = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
      extended.put(new byte[] {'V', 'P', '8', 'X'}).putInt(10).putInt(0x10);
      extended.put(file, from - 16 + 6, 6);
      body.writeBytes(extended.array());
    }
    body.write(file, from, to - from);
    ByteBuffer whole = ByteBuffer.allocate(12 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
    whole.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(4 + body.size());
    whole.put(new byte[] {'W', 'E', 'B', 'P'}).put(body.toByteArray());
    return whole.array();
  }
}
