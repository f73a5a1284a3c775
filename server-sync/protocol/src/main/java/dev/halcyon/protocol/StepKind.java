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
  /**
   * A judge came to a conclusion: {@code label} is what it would do (allow, review, block,
   * no_opinion), {@code score} how sure it says it is, {@code reference} the model.
   */
  JUDGED,
  /** A judge argues; {@code label} is its sentence, written by a machine. */
  REASONED,
  /** A judge weighed a clause: {@code reference} is its id, {@code label} its title. */
  CLAUSE_WEIGHED,
  /** A judge holds that an exception of clause {@code reference} applies; {@code label}. */
  EXCEPTION_APPLIES,
  /** A judge weighed an exception and holds that it does not apply. */
  EXCEPTION_REJECTED,
  /** A judge quoted what stands nowhere in the item; {@code label} is what it claimed to read. */
  QUOTE_STRUCK,
  /** The item looks like an attempt to steer a model; {@code label} says how. */
  INJECTION_MARKED,
  @JsonEnumDefaultValue
  UNKNOWN
}
