package dev.halcyon.app.kit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The present moment as a property, so that whatever shows a time follows it together. The shell
 * calls {@link #tick()} every few seconds; a test ticks by hand. Used on the JavaFX thread.
 */
public final class Now {
  private final Clock clock;
  private final ReadOnlyObjectWrapper<Instant> instant;

  /** The clock carries the time zone in which times of day are said. */
  public Now(Clock clock) {
    this.clock = clock;
    this.instant = new ReadOnlyObjectWrapper<>(clock.instant());
  }

  /** The moment of the last tick. */
  public Instant get() {
    return instant.get();
  }

  public ReadOnlyObjectProperty<Instant> property() {
    return instant.getReadOnlyProperty();
  }

  public ZoneId zone() {
    return clock.getZone();
  }

  public Clock clock() {
    return clock;
  }

  /** Looks at the clock again. */
  public void tick() {
    instant.set(clock.instant());
  }
}
