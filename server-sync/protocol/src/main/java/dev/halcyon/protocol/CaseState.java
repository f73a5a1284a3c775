package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Where a case stands. {@code IN_REVIEW} means that a live lease exists. */
public enum CaseState {
  WAITING,
  IN_REVIEW,
  DECIDED,
  /** Closed without a decision of its own, for example because the item was withdrawn. */
  CLOSED,
  @JsonEnumDefaultValue
  UNKNOWN
}
