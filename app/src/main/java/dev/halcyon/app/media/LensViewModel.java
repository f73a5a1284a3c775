package dev.halcyon.app.media;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The lens under which a held original is seen: it follows the pointer or the arrow keys, and
 * enlarges only inside itself. It shows nothing by itself; whether anything is seen is {@link
 * RevealViewModel}'s to say. FX thread only.
 */
public final class LensViewModel {
  /** Side of the lens, px. */
  static final double SIDE = 180;

  /** The most it enlarges. */
  public static final double MOST = 4;

  /** By what one turn of the wheel, or one key, enlarges. */
  static final double ZOOM = 1.25;

  /** How far a key moves it, share of the picture. */
  public static final double STEP = 0.06;

  private final ReadOnlyObjectWrapper<LensState> state =
      new ReadOnlyObjectWrapper<>(new LensState(0.5, 0.5, 1, false));

  public ReadOnlyObjectProperty<LensState> state() {
    return state.getReadOnlyProperty();
  }

  /** Back to the middle, not enlarged, as another picture begins; lens or whole stays. */
  public void reset() {
    state.set(new LensState(0.5, 0.5, 1, state.get().whole()));
  }

  /** The pointer is here, in shares of the picture; outside it, at the nearest edge. */
  public void moveTo(double x, double y) {
    LensState now = state.get();
    state.set(new LensState(Math.clamp(x, 0, 1), Math.clamp(y, 0, 1), now.zoom(), now.whole()));
  }

  /** A key moved it by shares of the picture. */
  public void moveBy(double x, double y) {
    LensState now = state.get();
    moveTo(now.x() + x, now.y() + y);
  }

  /** Enlarges by a factor, within 1 and {@link #MOST}. */
  public void zoomBy(double factor) {
    LensState now = state.get();
    state.set(
        new LensState(now.x(), now.y(), Math.clamp(now.zoom() * factor, 1, MOST), now.whole()));
  }

  /** From the lens to the whole picture, and back. */
  public void toggleWhole() {
    LensState now = state.get();
    state.set(new LensState(now.x(), now.y(), now.zoom(), !now.whole()));
  }
}
