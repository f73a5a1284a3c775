package dev.halcyon.engine.image;

/** Finds the orientation in an EXIF block (EXIF 2.32, TIFF 6.0 directories). Stateless. */
final class Exif {
  private static final int ORIENTATION = 0x0112;

  private Exif() {}

  /**
   * The orientation of a TIFF block, or the normal one when it states none or is damaged.
   *
   * @param tiff starts with {@code II*} or {@code MM*}, with or without {@code Exif\0\0} before
   */
  static Orientation orientation(byte[] tiff) {
    Bytes block = new Bytes(tiff);
    int base = block.text(0, 4).equals("Exif") ? 6 : 0;
    boolean little = block.text(base, 2).equals("II");
    if (!little && !block.text(base, 2).equals("MM")) {
      return Orientation.NORMAL;
    }
    long directory = base + (little ? block.u32le(base + 4) : block.u32be(base + 4));
    if (directory >= block.length()) {
      return Orientation.NORMAL;
    }
    int at = (int) directory;
    int entries = little ? block.u16le(at) : block.u16be(at);
    for (int i = 0; i < entries && at + 2 + i * 12 < block.length(); i++) {
      int entry = at + 2 + i * 12;
      int tag = little ? block.u16le(entry) : block.u16be(entry);
      if (tag == ORIENTATION) {
        return Orientation.exif(little ? block.u16le(entry + 8) : block.u16be(entry + 8));
      }
    }
    return Orientation.NORMAL;
  }
}
