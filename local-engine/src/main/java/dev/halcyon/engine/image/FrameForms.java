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
    double radius = Blur.radius(style.blur(), Math.max(width, height));
    int shrink = Blur.shrink(radius);
    Pixels small =
        rendition.rgb(
            frame,
            Math.ceilDiv(width, shrink),
            Math.ceilDiv(height, shrink),
            FrameScaler.Filter.AREA);
    if (style.grayscale()) {
      small = small.gray();
    }
    if (style.blur() > 0) {
      small = Blur.enlarge(Blur.gaussian(small, radius / shrink), width, height);
    }
    return orientation.apply(small);
  }

  @Override
  public void close() {
    nsfw.close();
    objects.close();
    rendition.close();
  }
}
