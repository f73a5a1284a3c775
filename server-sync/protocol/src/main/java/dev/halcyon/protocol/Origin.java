package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Where an assessment was made. */
public enum Origin {
  SERVER,
  LOCAL,
  @JsonEnumDefaultValue
  UNKNOWN
}
