package dev.halcyon.engine.image;

import java.io.IOException;

/** Walks the blocks of a GIF file (GIF89a specification). Stateless. */
final class GifHeader {
  private GifHeader() {}

  static PictureHeader read(ByteReader file) throws IOException {
    Bytes head = new Bytes(file.range(0, 13));
    long at = 13 + table(head.u8(10));
    int frames = 0;
    boolean complete = false;
    while (at < file.size() && !complete) {
      Bytes block = new Bytes(file.range(at, 10));
      switch (block.u8(0)) {
        case 0x21 -> at = afterSubBlocks(file, at + 2);
        case 0x2c -> {
          at = afterSubBlocks(file, at + 11 + table(block.u8(9)));
          frames = Math.min(2, frames + 1);
        }
        case 0x3b -> complete = true;
        default -> {
          if (frames == 0) {
            throw PictureHeader.cut("image/gif", "holds bytes where a block belongs");
          }
          at = file.size();
        }
      }
    }
    return new PictureHeader(
        head.u16le(6), head.u16le(8), Orientation.NORMAL, Math.max(1, frames), complete);
  }

  private static int table(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static long afterSubBlocks(ByteReader file, long from) throws IOException {
    long at = from;
    while (at < file.size()) {
      int length = new Bytes(file.range(at, 1)).u8(0);
      at += 1 + length;
      if (length == 0) {
        break;
      }
    }
    return at;
  }
}
