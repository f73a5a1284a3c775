package dev.halcyon.client.desk;

import dev.halcyon.protocol.UserProblem;
import java.util.function.Consumer;

/**
 * Goes on to the next case after a decision, also one that was made while the server was away: then
 * as soon as it is back. Thread-safe.
 */
final class Onward {
  private final Seats seats;
  private final Lanes lanes;
  private final Consumer<UserProblem> tell;
  // A decision was made while the server was away: the case after it is still to come.
  private volatile boolean owed;

  Onward(Seats seats, Lanes lanes, Consumer<UserProblem> tell) {
    this.seats = seats;
    this.lanes = lanes;
    this.tell = tell;
  }

  /** Opens the next case in the background unless one is open. */
  void go() {
    lanes.run(this::openNextIfFree);
  }

  /** The server is back. */
  void resume() {
    if (owed) {
      go();
    }
  }

  private void openNextIfFree() {
    try {
      owed = false;
      seats.openNext(true);
    } catch (UserProblem e) {
      owed = Lanes.passing(e);
      tell.accept(e);
    }
  }
}
