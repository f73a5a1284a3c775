package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Where an item stands on its platform. */
public enum Visibility {
  PENDING,
  VISIBLE,
  RESTRICTED,
  REMOVED,
  PERMANENTLY_REMOVED,
  @JsonEnumDefaultValue
  UNKNOWN
}
