package dev.halcyon.engine.image;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;

/**
 * What a still picture's header says, read without decoding a pixel, so that a picture too large is
 * refused for the price of a few bytes.
 *
 * @param width stored pixels
 * @param height stored pixels
 * @param orientation how they are turned for display
 * @param frames pictures in the file, counted up to 2: more than one is an animation
 * @param complete whether the file's own structure reaches its end
 */
public record PictureHeader(
    long width, long height, Orientation orientation, int frames, boolean complete) {

  /**
   * Reads the header of a picture.
   *
   * @throws UserProblem {@code media.truncated} when the header itself is cut off or contradicts
   *     itself
   */
  public static PictureHeader read(MediaType type, ByteReader file) throws IOException {
    PictureHeader header =
        switch (type) {
          case JPEG -> JpegHeader.read(file);
          case PNG -> PngHeader.read(file);
          case GIF -> GifHeader.read(file);
          case WEBP -> WebpHeader.read(file);
          case BMP -> bmp(file);
          default -> throw new IllegalArgumentException(type + " is not a still picture");
        };
    if (header.width < 1 || header.height < 1) {
      throw cut(type.mime(), "states no size");
    }
    return header;
  }

  static UserProblem cut(String mime, String what) {
    return new UserProblem(
        "media.truncated",
        "The header of this " + mime + " file " + what + ".",
        "The file is cut off or damaged: ask the platform to send it again.");
  }

  private static PictureHeader bmp(ByteReader file) throws IOException {
    Bytes head = new Bytes(file.range(0, 64));
    long pixelsAt = head.u32le(10);
    boolean core = head.u32le(14) == 12;
    long width = core ? head.u16le(18) : head.i32le(18);
    long height = core ? head.u16le(20) : Math.abs((long) head.i32le(22));
    int bits = core ? head.u16le(24) : head.u16le(28);
    long compression = core ? 0 : head.u32le(30);
    long need = compression == 0 ? Math.ceilDiv(width * bits, 32L) * 4 * height : 1;
    return new PictureHeader(width, height, Orientation.NORMAL, 1, file.size() >= pixelsAt + need);
  }
}
