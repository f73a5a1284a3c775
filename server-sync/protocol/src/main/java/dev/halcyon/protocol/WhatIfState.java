package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far a trial of a policy on stored items is. */
public enum WhatIfState {
  /** It goes on, after a restart too. */
  RUNNING,
  DONE,
  CANCELLED,
  /** It cannot go on; the job says why. */
  FAILED,
  @JsonEnumDefaultValue
  UNKNOWN
}
