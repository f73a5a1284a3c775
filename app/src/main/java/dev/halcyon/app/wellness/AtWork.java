package dev.halcyon.app.wellness;

import java.util.Optional;
import java.util.UUID;
import javafx.beans.value.ObservableValue;

/** What a break asks of the desk. Used on the JavaFX thread; nothing here waits. */
public interface AtWork {
  /** The case on the desk, or empty. */
  ObservableValue<Optional<UUID>> open();

  /** How many decisions the server does not have yet. */
  int onTheirWay();

  /** No further case comes; what is open can be finished. */
  void finish();

  /** What is open goes back to its queue, with what was typed kept here; nothing comes. */
  void rest();

  /**
   * Work goes on.
   *
   * @param before the case that was open before, which comes back if nobody has it
   */
  void goOn(Optional<UUID> before);
}
