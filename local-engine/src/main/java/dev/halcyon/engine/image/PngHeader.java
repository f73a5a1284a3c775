package dev.halcyon.engine.image;

import java.io.IOException;

/** Walks the chunks of a PNG file (W3C PNG, third edition). Stateless. */
final class PngHeader {
  private PngHeader() {}

  static PictureHeader read(ByteReader file) throws IOException {
    Bytes first = new Bytes(file.range(8, 25));
    if (!first.text(4, 4).equals("IHDR")) {
      throw PictureHeader.cut("image/png", "lacks its first chunk");
    }
    Orientation orientation = Orientation.NORMAL;
    int frames = 1;
    boolean complete = false;
    long at = 8;
    while (at + 12 <= file.size() && !complete) {
      Bytes chunk = new Bytes(file.range(at, 16));
      long length = chunk.u32be(0);
      switch (chunk.text(4, 4)) {
        case "acTL" -> frames = Math.clamp(chunk.u32be(8), 1, 2);
        case "eXIf" ->
            orientation = Exif.orientation(file.range(at + 8, (int) Math.min(length, 1 << 16)));
        case "IEND" -> complete = true;
        default -> {}
      }
      at += 12 + length;
    }
    return new PictureHeader(first.u32be(8), first.u32be(12), orientation, frames, complete);
  }

  /**
   * Whether the picture that viewers without animation show is also the first frame of the
   * animation. Where it is not, the two kinds of viewer show different things.
   */
  static boolean startsTheFilm(ByteReader file) throws IOException {
    long at = 8;
    while (at + 12 <= file.size()) {
      Bytes chunk = new Bytes(file.range(at, 8));
      switch (chunk.text(4, 4)) {
        case "fcTL" -> {
          return true;
        }
        case "IDAT" -> {
          return false;
        }
        default -> at += 12 + chunk.u32be(0);
      }
    }
    return false;
  }
}
