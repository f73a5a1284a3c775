package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Which tier of the cascade spoke. */
public enum Tier {
  RULES,
  BANK,
  CACHE,
  CLASSIFIER,
  JUDGE,
  FUSION,
  @JsonEnumDefaultValue
  UNKNOWN
}
