package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far the delivery of an event to one target is. */
public enum EffectState {
  WAITING,
  DELIVERED,
  /** Given up after the last attempt; a person may have it sent again. */
  DEAD,
  @JsonEnumDefaultValue
  UNKNOWN
}
