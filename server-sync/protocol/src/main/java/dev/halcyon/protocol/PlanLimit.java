package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What decides how many people an hour of a plan needs. */
public enum PlanLimit {
  /** The work itself: fewer people could not do it. */
  LOAD,
  /** The time within which cases are to be decided. */
  SLA,
  /** How long a person may look at content of a band in a shift. */
  CAP,
  /** Nothing: there is no work in this hour. */
  NONE,
  @JsonEnumDefaultValue
  UNKNOWN
}
