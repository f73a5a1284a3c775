package dev.halcyon.protocol;

import java.util.List;

/** The body of {@code POST /v1/decisions}: each is judged on its own. At most 100. */
public record DecisionBatch(List<DecisionRequest> decisions) {
  public DecisionBatch {
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }
}
