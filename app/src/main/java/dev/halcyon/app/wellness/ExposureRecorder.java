package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Words;
import dev.halcyon.engine.exposure.ExposureMeter;
import dev.halcyon.engine.exposure.OnScreen;
import dev.halcyon.protocol.ExposureEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the meter with what the scene shows, after every layout of the scene and whenever the
 * window changes, and has its slices written down in their order. Used on the JavaFX thread.
 */
public final class ExposureRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExposureRecorder.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration EXCHANGE = Duration.ofSeconds(60);

  private final ExposureMeter meter;
  private final ScreenProbe probe;
  private final ExposureBook book;
  private final Background background;
  private final String work;
  private final ReadOnlyObjectWrapper<OwnDays> days;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Subscriptions window = new Subscriptions();
  private final Runnable afterLayout = this::look;
  private final List<ExposureEvent> ended = new ArrayList<>();
  private @Nullable Scene scene;
  private OnScreen last = OnScreen.NOTHING;
  private boolean writing;
  private boolean waits;
  private boolean closed;

  ExposureRecorder(
      ExposureMeter meter,
      ScreenProbe probe,
      ExposureBook book,
      Background background,
      Words words,
      OwnDays before) {
    this.meter = meter;
    this.probe = probe;
    this.book = book;
    this.background = background;
    this.work = words.say("wellness.work");
    this.days = new ReadOnlyObjectWrapper<>(before);
  }

  /** Begins to watch the scene that a root is in, now or later. */
  public void watch(Node root) {
    subscriptions.watch(root.sceneProperty(), this::moved);
    subscriptions.add(Fx.every(TICK, this::tick));
    subscriptions.add(Fx.every(EXCHANGE, this::exchange));
  }

  /** What the person saw today and this week. */
  public ReadOnlyObjectProperty<OwnDays> days() {
    return days.getReadOnlyProperty();
  }

  private void moved(@Nullable Scene next) {
    Scene before = scene;
    if (before != null) {
      before.removePostLayoutPulseListener(afterLayout);
    }
    window.close();
    scene = next;
    if (next != null) {
      next.addPostLayoutPulseListener(afterLayout);
      window.watch(next.windowProperty(), _ -> look());
      window.watch(next.windowProperty().flatMap(Window::focusedProperty), _ -> look());
      window.watch(next.windowProperty().flatMap(Window::showingProperty), _ -> look());
      window.watch(
          next.windowProperty()
              .flatMap(shown -> shown instanceof Stage stage ? stage.iconifiedProperty() : null),
          _ -> look());
    }
    look();
  }

  /** Takes the facts of this moment; cheap when nothing changed. */
  void look() {
    Scene watched = scene;
    OnScreen now = watched == null ? OnScreen.NOTHING : probe.look(watched);
    if (!closed && !now.equals(last)) {
      last = now;
      ended.addAll(meter.see(now));
      write();
    }
  }

  /** Counts on, so that a crash costs no more than the time since. */
  void tick() {
    look();
    if (!closed) {
      ended.addAll(meter.tick());
      write();
    }
  }

  private void write() {
    List<ExposureEvent> running = meter.running();
    if (ended.isEmpty() && running.isEmpty()) {
      return;
    }
    book.hand(ended, running);
    ended.clear();
    waits = true;
    drain();
  }

  /** One write at a time; what comes meanwhile goes with the next. */
  private void drain() {
    if (writing || !waits) {
      return;
    }
    writing = true;
    waits = false;
    background
        .run(work, book::write)
        .then(
            known -> {
              days.set(known);
              writing = false;
              drain();
            })
        .fail(
            problem -> {
              LOG.warn("viewing times were not written: {}", problem.code());
              writing = false;
            });
  }

  /** Brings the server what it lacks; in vain while it cannot be reached. */
  public void exchange() {
    background
        .run(work, book::exchange)
        .then(days::set)
        .fail(problem -> LOG.debug("viewing times wait for the server: {}", problem.code()));
  }

  /** Ends the session's metering; what is left is handed to the book, to be closed next. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    ended.addAll(meter.end());
    book.hand(ended, List.of());
    closed = true;
    subscriptions.close();
    window.close();
    Scene before = scene;
    if (before != null) {
      before.removePostLayoutPulseListener(afterLayout);
      scene = null;
    }
  }
}
