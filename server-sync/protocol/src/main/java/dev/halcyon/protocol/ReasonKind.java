package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Why a case stands where it stands in its queue. */
public enum ReasonKind {
  CATEGORY_PRIORITY,
  RAISED_BY_REACH,
  RAISED_BY_REPORT,
  /** A law's clock runs; the value is its title in the policy. */
  STATUTORY_CLOCK,
  DUE_SOON,
  OVERDUE,
  SCORE,
  ESCALATED,
  /** A near duplicate that joined is more urgent; the value is its category. */
  RAISED_BY_MEMBER,
  /** A routing rule of the policy chose the queue; the value is the rule's title. */
  ROUTED,
  /** Critical, so it came before the queue that was asked for; the value is that queue. */
  PREEMPTS,
  /** Nobody has the language or skill that its queue asks for, so anybody may take it. */
  OPEN_TO_ALL,
  @JsonEnumDefaultValue
  UNKNOWN
}
