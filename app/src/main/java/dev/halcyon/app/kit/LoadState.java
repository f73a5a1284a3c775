package dev.halcyon.app.kit;

import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import javafx.beans.value.ObservableValue;

/**
 * What a screen stands in: each has a designed look (see {@link StatePane}) and a next step.
 * Immutable; holds no words, only keys and what says them.
 */
public sealed interface LoadState {

  /** The content is there. */
  record Ready() implements LoadState {}

  /** It is on its way; what is being done is the sentence of {@code key}. */
  record Loading(String key) implements LoadState {}

  /** There is nothing, and that is fine: {@code key} says it, {@code key.next} what to do. */
  record Empty(String key) implements LoadState {}

  /** Nothing comes for now, and the person may rest; {@code back} says when that ends. */
  record Resting(ObservableValue<String> back) implements LoadState {}

  /** It failed; {@code retry} tries again where that can help. */
  record Failed(UserProblem problem, Optional<Runnable> retry) implements LoadState {}

  /** The server cannot be reached; what was kept is the sentence of {@code keptKey}. */
  record Offline(String keptKey, Runnable retry) implements LoadState {}

  LoadState READY = new Ready();
}
