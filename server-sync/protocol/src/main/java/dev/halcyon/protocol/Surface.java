package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Where on the platform an item appears. */
public enum Surface {
  CHAT,
  POST,
  COMMENT,
  PROFILE,
  LIVE,
  @JsonEnumDefaultValue
  UNKNOWN
}
