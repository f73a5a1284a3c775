package dev.halcyon.app.media;

import dev.halcyon.engine.FilmFrames;
import java.nio.IntBuffer;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;

/**
 * Paints the frames of a film, filtered before they came here, into one picture that is used again
 * for each. FX thread only.
 */
final class FilmScreen {
  private final ImageView view;
  private int[] pixels = {};
  private @Nullable PixelBuffer<IntBuffer> buffer;
  private int width;
  private int height;

  FilmScreen(ImageView view) {
    this.view = view;
  }

  void paint(FilmFrames.Frame frame) {
    PixelBuffer<IntBuffer> into = buffer;
    if (into == null || frame.width() != width || frame.height() != height) {
      width = frame.width();
      height = frame.height();
      pixels = new int[width * height];
      into =
          new PixelBuffer<>(
              width, height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
      buffer = into;
      view.setImage(new WritableImage(into));
    }
    into.updateBuffer(
        _ -> {
          System.arraycopy(frame.argb(), 0, pixels, 0, pixels.length);
          return null;
        });
  }

  /** Lets go of the picture. */
  void clear() {
    buffer = null;
    pixels = new int[0];
    view.setImage(null);
  }
}
