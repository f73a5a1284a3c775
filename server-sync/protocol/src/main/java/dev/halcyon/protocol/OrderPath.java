package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How an authority's order is carried out. */
public enum OrderPath {
  /** A person decides, urgently. */
  REVIEW,
  /** What it requires is done at receipt, as a decision of the machine. */
  CARRY_OUT,
  @JsonEnumDefaultValue
  UNKNOWN
}
