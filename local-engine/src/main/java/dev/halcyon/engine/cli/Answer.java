package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a command.
 *
 * @param failed whether something was not, or not wholly, assessed
 */
record Answer(ObjectNode json, boolean failed) {
  /** An answer that says why there is none. */
  static Answer failed(ObjectNode json, Problem problem) {
    json.set("error", Answers.problem(problem));
    return new Answer(json, true);
  }

  /** For a failure nobody foresaw: its message may quote content, so only its kind is told. */
  static Answer failed(ObjectNode json, @Nullable Throwable cause) {
    if (cause instanceof UserProblem problem) {
      return failed(json, problem.problem());
    }
    String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
    return failed(
        json,
        new Problem(
            "scan.failed",
            "The engine failed on this (" + kind + "); it was not assessed.",
            "Have a person look at it, and report the fault."));
  }
}
