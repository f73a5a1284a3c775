package dev.halcyon.app.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * The bag of what a view listens to outside itself; closing it lets the view go. A listener on a
 * property that outlives the view keeps the view alive, so it belongs in here ({@code bind} does
 * not). Used on the JavaFX thread; may be filled and closed again.
 */
public final class Subscriptions implements AutoCloseable {
  private final List<Subscription> open = new ArrayList<>();

  /** Keeps something to release. */
  public void add(Subscription subscription) {
    open.add(subscription);
  }

  /** Keeps something that is closed. */
  public void add(AutoCloseable closeable) {
    open.add(
        () -> {
          try {
            closeable.close();
          } catch (Exception e) {
            throw new IllegalStateException("could not release " + closeable, e);
          }
        });
  }

  /** Tells the present value at once and each later one. */
  public <T> void watch(ObservableValue<T> value, Consumer<T> listener) {
    open.add(value.subscribe(listener));
  }

  /** Tells of each later value, not of the present one. */
  public <T> void onChange(ObservableValue<T> value, Consumer<T> listener) {
    open.add(value.subscribe((_, now) -> listener.accept(now)));
  }

  /** Tells of each change of a list. */
  public <T> void onChange(ObservableList<T> list, Runnable listener) {
    ListChangeListener<T> adapter = _ -> listener.run();
    list.addListener(adapter);
    open.add(() -> list.removeListener(adapter));
  }

  /** How many are held. */
  public int size() {
    return open.size();
  }

  /** Releases all, last first. */
  @Override
  public void close() {
    List<Subscription> released = List.copyOf(open).reversed();
    open.clear();
    released.forEach(Subscription::unsubscribe);
  }
}
