package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far a bank counts. */
public enum BankMode {
  /** Nothing is compared. */
  OFF,
  /** Matches are recorded and change nothing. */
  SHADOW,
  /** Matches count for a share of the items, always the same ones; the others are shadow. */
  PERCENT,
  ON,
  @JsonEnumDefaultValue
  UNKNOWN
}
