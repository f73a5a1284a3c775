package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/**
 * How a person at work looks to others. A limit that was reached, a wish not to be handed something
 * and work that the rotation made lighter all look the same.
 */
public enum Availability {
  AVAILABLE,
  IN_REVIEW,
  ON_BREAK,
  NEUTRAL_ONLY,
  AWAY,
  @JsonEnumDefaultValue
  UNKNOWN
}
