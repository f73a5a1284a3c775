package dev.halcyon.engine.batch;

/**
 * What came of one question put to a {@link MicroBatcher}. Immutable.
 *
 * @param <A> what an answer is
 */
public sealed interface BatchReply<A> {
  /** The answer, in time. */
  record Answered<A>(A value) implements BatchReply<A> {}

  /**
   * The deadline passed: in the line, or while the batch ran, whose answer is then dropped.
   *
   * @param <A> what an answer would have been
   */
  record Late<A>() implements BatchReply<A> {}

  /**
   * The batch failed, or the batcher was closed.
   *
   * @param cause shared by all questions of the batch; a {@code UserProblem} where it was expected
   */
  record Failed<A>(Throwable cause) implements BatchReply<A> {}

  /**
   * The answer, for a stage of the cascade: what it throws is recorded as the stage's outcome.
   *
   * @throws InterruptedException when it is late, which the cascade records as a missed deadline
   * @throws RuntimeException what the batch failed with
   */
  default A orThrow() throws InterruptedException {
    return switch (this) {
      case Answered<A>(A value) -> value;
      case Late<A>() -> throw new InterruptedException("the deadline passed in the batch");
      case Failed<A>(RuntimeException cause) -> throw cause;
      case Failed<A>(Error cause) -> throw cause;
      case Failed<A>(Throwable cause) -> throw new IllegalStateException(cause);
    };
  }
}
