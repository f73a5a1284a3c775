package dev.halcyon.app.media;

import java.nio.IntBuffer;
import java.util.Arrays;
import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/**
 * An original in memory whose pixels can be overwritten, which no other picture of JavaFX offers:
 * once let go, it is blank wherever it is still held, in caches and in garbage alike.
 */
public final class SharpImage extends WritableImage {
  private final int[] pixels;
  private final PixelBuffer<IntBuffer> buffer;

  private SharpImage(int[] pixels, PixelBuffer<IntBuffer> buffer) {
    super(buffer);
    this.pixels = pixels;
    this.buffer = buffer;
  }

  /** A copy of a decoded picture, which should be let go then. For any thread. */
  public static SharpImage of(Image decoded) {
    int width = (int) decoded.getWidth();
    int height = (int) decoded.getHeight();
    int[] pixels = new int[width * height];
    decoded
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbPreInstance(), pixels, 0, width);
    return new SharpImage(
        pixels,
        new PixelBuffer<>(
            width, height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance()));
  }

  /** Overwrites the pixels. For any thread; what is on screen follows with {@link #wipe}. */
  public void blank() {
    Arrays.fill(pixels, 0);
  }

  /** Overwrites the pixels and has the screen's copy follow. FX thread only. */
  void wipe() {
    blank();
    buffer.updateBuffer(_ -> null);
  }
}
