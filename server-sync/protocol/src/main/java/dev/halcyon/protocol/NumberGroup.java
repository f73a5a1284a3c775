package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** By what numbers of a week are told apart. */
public enum NumberGroup {
  /** Not at all: all cases. */
  ALL,
  QUEUE,
  PRIORITY,
  CATEGORY,
  LANGUAGE,
  @JsonEnumDefaultValue
  UNKNOWN
}
