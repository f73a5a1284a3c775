package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What the machine concludes about an item. */
public enum Verdict {
  ALLOW,
  REVIEW,
  BLOCK,
  @JsonEnumDefaultValue
  UNKNOWN
}
