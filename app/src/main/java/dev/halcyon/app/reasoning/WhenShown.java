package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Subscriptions;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * Draws a value in a tab when somebody looks at the tab, and empties it when the value changes
 * meanwhile: what nobody sees must not hold up the frame of the next case. FX thread only.
 */
final class WhenShown<T> {
  private final ObservableValue<@Nullable T> value;
  private final ObservableValue<Boolean> shown;
  private final Consumer<@Nullable T> draw;
  private @Nullable T drawn;

  private WhenShown(
      ObservableValue<@Nullable T> value,
      ObservableValue<Boolean> shown,
      Consumer<@Nullable T> draw) {
    this.value = value;
    this.shown = shown;
    this.draw = draw;
  }

  static <T> void draw(
      Subscriptions subscriptions,
      ObservableValue<@Nullable T> value,
      ObservableValue<Boolean> shown,
      Consumer<@Nullable T> draw) {
    WhenShown<T> lazily = new WhenShown<>(value, shown, draw);
    draw.accept(null);
    subscriptions.watch(value, _ -> lazily.refresh());
    subscriptions.watch(shown, _ -> lazily.refresh());
  }

  private void refresh() {
    T wanted = shown.getValue() ? value.getValue() : null;
    boolean stale = drawn != null && drawn != value.getValue();
    if (wanted != null ? wanted != drawn : stale) {
      drawn = wanted;
      draw.accept(wanted);
    }
  }
}
