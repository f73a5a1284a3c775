package dev.halcyon.engine.image;

import java.io.IOException;

/** Walks the segments of a JPEG file (ITU-T T.81, annex B). Stateless. */
final class JpegHeader {
  private static final int WINDOW = 1 << 16;

  private JpegHeader() {}

  static PictureHeader read(ByteReader file) throws IOException {
    Orientation orientation = Orientation.NORMAL;
    long width = 0;
    long height = 0;
    long at = 2;
    while (at + 4 <= file.size()) {
      Bytes head = new Bytes(file.range(at, 12));
      if (head.u8(0) != 0xff) {
        throw PictureHeader.cut("image/jpeg", "holds bytes where a marker belongs");
      }
      int marker = head.u8(1);
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker == 0xda) {
        return new PictureHeader(width, height, orientation, 1, hasEnd(file, at));
      }
      if (isFrame(marker)) {
        height = head.u16be(5);
        width = head.u16be(7);
      } else if (marker == 0xe1 && orientation.equals(Orientation.NORMAL)) {
        orientation = Exif.orientation(file.range(at + 4, Math.max(0, head.u16be(2) - 2)));
      }
      at += 2 + Math.max(2, head.u16be(2));
    }
    throw PictureHeader.cut("image/jpeg", "ends before the picture begins");
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** Whether an end marker follows the first scan; bytes after it (trailers) are common. */
  private static boolean hasEnd(ByteReader file, long from) throws IOException {
    for (long at = from; at < file.size(); at += WINDOW - 1) {
      byte[] window = file.range(at, WINDOW);
      for (int i = 0; i + 1 < window.length; i++) {
        if (window[i] == (byte) 0xff && window[i + 1] == (byte) 0xd9) {
          return true;
        }
      }
    }
    return false;
  }
}
