package dev.halcyon.protocol;

import java.util.List;

/** The answers of {@code POST /v1/decisions}, in the order of the requests. */
public record DecisionResults(List<DecisionResult> results) {
  public DecisionResults {
    results = results == null ? List.of() : List.copyOf(results);
  }
}
