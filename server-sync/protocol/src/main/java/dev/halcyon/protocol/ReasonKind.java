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
  @JsonEnumDefaultValue
  UNKNOWN
}
