package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Whether the people at work have room for the urgent cases of a queue in the next hour. */
public enum Cover {
  ENOUGH,
  /** It is used up within the hour as things go. */
  THIN,
  /** Nobody can be handed one now, for whatever reason. */
  NONE,
  @JsonEnumDefaultValue
  UNKNOWN
}
