package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What became of a decision. Only {@code ACCEPTED} means that it is on disk. */
public enum DecisionOutcome {
  ACCEPTED,
  /** Someone else changed the case first; nothing was changed now. */
  CONFLICT,
  /** It breaks a rule (no clause, unknown case, wrong role); sending it again will not help. */
  REJECTED,
  @JsonEnumDefaultValue
  UNKNOWN
}
