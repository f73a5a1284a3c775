package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How heavy looking at a category is for a person; exposure is metered by it. */
public enum SeverityBand {
  NEUTRAL,
  MODERATE,
  SEVERE,
  @JsonEnumDefaultValue
  UNKNOWN
}
