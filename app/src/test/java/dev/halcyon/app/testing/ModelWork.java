package dev.halcyon.app.testing;

import dev.halcyon.app.wellness.AtWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** A desk that notes what breaks ask of it. */
public final class ModelWork implements AtWork {
  public final SimpleObjectProperty<Optional<UUID>> open =
      new SimpleObjectProperty<>(Optional.empty());
  public final List<String> asked = new ArrayList<>();
  public int sending;

  @Override
  public ObservableValue<Optional<UUID>> open() {
    return open;
  }

  @Override
  public int onTheirWay() {
    return sending;
  }

  @Override
  public void finish() {
    asked.add("finish");
  }

  @Override
  public void rest() {
    asked.add("rest");
    open.set(Optional.empty());
  }

  @Override
  public void goOn(Optional<UUID> before) {
    asked.add("go on");
    open.set(before);
  }
}
