package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a decision does to an item. */
public enum DecisionAction {
  ALLOW,
  RESTRICT,
  REMOVE,
  REMOVE_PERMANENTLY,
  ESCALATE,
  @JsonEnumDefaultValue
  UNKNOWN
}
