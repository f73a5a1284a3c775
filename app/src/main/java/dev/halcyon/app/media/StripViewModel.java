package dev.halcyon.app.media;

import dev.halcyon.protocol.Keyframe;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The keyframes of one video in the order the reviewer chose, and which of them is selected. Frames
 * are named by {@link Keyframe#index()}, which stays the same in either order. FX thread only.
 */
public final class StripViewModel {
  /**
   * A second that was gone to. Each going is another one, so that going again to where one was is
   * noticed.
   */
  public static final class Place {
    private final double seconds;

    Place(double seconds) {
      this.seconds = seconds;
    }

    public double seconds() {
      return seconds;
    }
  }

  private static final Comparator<Keyframe> BY_TIME =
      Comparator.comparingDouble(Keyframe::atSeconds).thenComparingInt(Keyframe::index);
  private static final Comparator<Keyframe> BY_RISK =
      Comparator.comparingDouble(Keyframe::risk).reversed().thenComparing(BY_TIME);

  private final ObservableList<Keyframe> frames = FXCollections.observableArrayList();
  private final ObservableList<Keyframe> framesView =
      FXCollections.unmodifiableObservableList(frames);
  private final ReadOnlyObjectWrapper<FrameOrder> order =
      new ReadOnlyObjectWrapper<>(FrameOrder.TIME);
  private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(0);
  private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>(new Place(0));

  /** Shows another video: by time, its riskiest frame selected so that the eye lands there. */
  public void show(List<Keyframe> keyframes) {
    order.set(FrameOrder.TIME);
    frames.setAll(keyframes.stream().sorted(BY_TIME).toList());
    selected.set(first(keyframes));
    goToSelected();
  }

  /** Index of the keyframe a video begins with on the desk: the riskiest, 0 when it has none. */
  static int first(List<Keyframe> keyframes) {
    return keyframes.stream().min(BY_RISK).map(Keyframe::index).orElse(0);
  }

  /** The frames in the chosen order. */
  public ObservableList<Keyframe> frames() {
    return framesView;
  }

  public ReadOnlyObjectProperty<FrameOrder> order() {
    return order.getReadOnlyProperty();
  }

  /** Index of the selected keyframe, 0 when there is none. */
  public ReadOnlyIntegerProperty selected() {
    return selected.getReadOnlyProperty();
  }

  /** The very second that was gone to: a keyframe's, or one between two. */
  public ReadOnlyObjectProperty<Place> place() {
    return place.getReadOnlyProperty();
  }

  private void goToSelected() {
    double at =
        frames.stream()
            .filter(frame -> frame.index() == selected.get())
            .mapToDouble(Keyframe::atSeconds)
            .findFirst()
            .orElse(0);
    place.set(new Place(at));
  }

  /** Orders the strip anew; the selected frame stays selected. */
  public void orderBy(FrameOrder wanted) {
    order.set(wanted);
    frames.setAll(frames.stream().sorted(wanted == FrameOrder.TIME ? BY_TIME : BY_RISK).toList());
  }

  /** Selects a frame by its index; an index the strip does not have changes nothing. */
  public void select(int index) {
    if (frames.stream().anyMatch(frame -> frame.index() == index)) {
      selected.set(index);
      goToSelected();
    }
  }

  /**
   * Goes to a second, and selects the last frame at or before it, the first when it lies before
   * all.
   */
  public void selectAt(double seconds) {
    frames.stream()
        .filter(frame -> frame.atSeconds() <= seconds + 1e-3)
        .max(BY_TIME)
        .or(() -> frames.stream().min(BY_TIME))
        .ifPresent(frame -> selected.set(frame.index()));
    place.set(new Place(seconds));
  }

  /** Moves along the strip as it is ordered now, stopping at both ends. */
  public void move(int steps) {
    int position = position();
    if (position >= 0) {
      selected.set(frames.get(Math.clamp(position + steps, 0, frames.size() - 1)).index());
      goToSelected();
    }
  }

  /** Where the selected frame stands in the present order, or -1. */
  public int position() {
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).index() == selected.get()) {
        return i;
      }
    }
    return -1;
  }
}
