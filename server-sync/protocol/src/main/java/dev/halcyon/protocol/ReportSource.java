package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Who told us about an item. */
public enum ReportSource {
  USER,
  TRUSTED_FLAGGER,
  AUTHORITY,
  @JsonEnumDefaultValue
  UNKNOWN
}
