package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How a {@link DecisionAction#RESTRICT} limits an item that stays up. */
public enum Restriction {
  DEMOTE,
  LABEL,
  AGE_GATE,
  LIMIT_INTERACTION,
  @JsonEnumDefaultValue
  UNKNOWN
}
