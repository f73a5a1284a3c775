package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a step of a rationale says; the workbench words it in the reader's language. */
public enum StepKind {
  /** A rule matched: {@code reference} is the rule id. */
  RULE_MATCHED,
  /** A bank of known content matched: {@code reference} is the bank. */
  BANK_MATCHED,
  /** A model's score passed a threshold. */
  SCORE_OVER_THRESHOLD,
  /** A model's highest score stayed under its review threshold. */
  SCORE_UNDER_THRESHOLD,
  /** A stage does not know the language or kind of media. */
  NOT_SUPPORTED,
  /** A stage failed or ran out of time; {@code label} says how. */
  STAGE_FAILED,
  /** A stage spoke, and asks for a person because of what it could not judge, {@code label}. */
  UNSURE,
  /** People reported the item; {@code label} is how many. */
  REPORTED,
  /** A similar item was decided before; {@code reference} is the item, {@code label} the action. */
  SIMILAR_DECIDED,
  @JsonEnumDefaultValue
  UNKNOWN
}
