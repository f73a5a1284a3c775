package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How urgent a case is. The order of the constants is the order of work. */
public enum Priority {
  /** Critical: 15 minutes by default. */
  P0,
  /** High: one hour by default. */
  P1,
  /** Normal: a day by default. */
  P2,
  @JsonEnumDefaultValue
  UNKNOWN
}
