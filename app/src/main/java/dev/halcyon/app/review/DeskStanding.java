package dev.halcyon.app.review;

import dev.halcyon.app.kit.LoadState;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * What stands in the middle of the desk when no case does. Nobody knows whether a queue is clear
 * while its server is away, so then it says that instead, and what still works. FX thread only.
 */
final class DeskStanding {
  static final String START = "review.start";
  static final String CLEAR = "review.clear";
  static final String OFFLINE = "review.offline";
  static final String PAUSED = "review.paused";
  private static final String REST = "wellness.rest";

  private final Runnable next;
  private final ReadOnlyObjectWrapper<LoadState> state =
      new ReadOnlyObjectWrapper<>(new LoadState.Empty(START));
  private final StringProperty back = new SimpleStringProperty("");
  private boolean away;

  /**
   * @param next looks for the next case, once the server may be back
   */
  DeskStanding(Runnable next) {
    this.next = next;
  }

  ReadOnlyObjectProperty<LoadState> state() {
    return state.getReadOnlyProperty();
  }

  /** When what the person may not see now comes back, in words; empty while nobody knows. */
  StringProperty back() {
    return back;
  }

  /** Whether the server hands out nothing now so that the person may rest. */
  static boolean isRest(UserProblem problem) {
    return problem.code().equals(REST);
  }

  /** A case is there. */
  void ready() {
    state.set(LoadState.READY);
  }

  /** The next case is looked for. */
  void looking() {
    state.set(
        away ? new LoadState.Offline(OFFLINE, next) : new LoadState.Loading("review.loading"));
  }

  /** Whether the server did not answer when last asked. */
  boolean isAway() {
    return away;
  }

  /** Whether the next case is looked for, and nobody knows yet whether there is one. */
  boolean isLooking() {
    return state.get() instanceof LoadState.Loading;
  }

  /** No case is there, {@code key} says why. */
  void empty(String key) {
    state.set(away ? new LoadState.Offline(OFFLINE, next) : new LoadState.Empty(key));
  }

  /** The next case could not be had. */
  void failed(UserProblem problem) {
    if (isRest(problem)) {
      state.set(new LoadState.Resting(back));
      return;
    }
    state.set(
        away
            ? new LoadState.Offline(OFFLINE, next)
            : new LoadState.Failed(problem, Optional.of(next)));
  }

  /** Each new try to connect begins with the same word, so only its outcome counts. */
  void connection(Connection now) {
    boolean before = away;
    switch (now) {
      case Connection.Connecting() -> {}
      case Connection.Online() -> away = false;
      case Connection.Offline _, Connection.SignedOut _, Connection.Refused _ -> away = true;
    }
    boolean nothingThere = !(state.get() instanceof LoadState.Ready);
    if (before != away && nothingThere) {
      empty(START);
    }
  }
}
