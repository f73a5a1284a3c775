package dev.halcyon.engine.image;

import dev.halcyon.engine.RenditionStyle;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Turns a decoded frame into the only forms that leave the worker: two tensors of fixed size and a
 * picture in a style. Confined to one thread; holds native memory until closed.
 */
public final class FrameForms implements AutoCloseable {
  /** Side of the NSFW model's input, pixels. */
  public static final int NSFW_SIDE = 224;

  /** Side of the object model's input, pixels. */
  public static final int OBJECT_SIDE = 300;

  private final FrameScaler nsfw = new FrameScaler();
  private final FrameScaler objects = new FrameScaler();
  private final FrameScaler rendition = new FrameScaler();

  /** {@code side × side} RGB, the whole frame stretched, turned for display. */
  public Pixels square(AVFrame frame, Orientation orientation, int side) {
    FrameScaler scaler = side == NSFW_SIDE ? nsfw : objects;
    return orientation.apply(scaler.rgb(frame, side, side, FrameScaler.Filter.BILINEAR));
  }

  /**
   * The frame in a style.
   *
   * @param pixelAspect width of a stored pixel over its height; 1 for square ones
   */
  public Pixels styled(
      AVFrame frame, Orientation orientation, double pixelAspect, RenditionStyle style) {
    double w = frame.width() * Math.max(1, pixelAspect);
    double h = frame.height() * Math.max(1, 1 / pixelAspect);
    double scale = Math.min(1, style.longestSide() / Math.max(w, h));
    int width = (int) Math.max(1, Math.round(w * scale));
    int height = (int) Math.max(1, Math.round(h * scale));
    return orientation.apply(made(frame, width, height, style));
  }

  private Pixels made(AVFrame frame, int width, int height, RenditionStyle style) {
    int longer = Math.max(width, height);
    if (style.strength() == 0) {
      return shrunk(frame, width, height, 1, style);
    }
    return switch (style.effect()) {
      case BLUR -> {
        double radius = Blur.radius(style.strength(), longer);
        int shrink = Blur.shrink(radius);
        Pixels small = shrunk(frame, width, height, shrink, style);
        yield Blur.enlarge(Blur.gaussian(small, radius / shrink), width, height);
      }
      case MOSAIC -> {
        int tile = Mosaic.tile(style.strength(), longer);
        yield Mosaic.enlarge(shrunk(frame, width, height, tile, style), width, height);
      }
      case CARTOON ->
          Cartoon.of(
              shrunk(frame, width, height, 1, style), Cartoon.radius(style.strength(), longer));
      case FACES_MASKED ->
          throw new IllegalArgumentException("the worker has no model that finds faces");
    };
  }

  private Pixels shrunk(AVFrame frame, int width, int height, int by, RenditionStyle style) {
    Pixels small =
        rendition.rgb(
            frame, Math.ceilDiv(width, by), Math.ceilDiv(height, by), FrameScaler.Filter.AREA);
    return style.grayscale() ? small.gray() : small;
  }

  @Override
  public void close() {
    nsfw.close();
    objects.close();
    rendition.close();
  }
}
