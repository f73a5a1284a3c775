package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** For whom the place is meant in which an item appears, as the platform says. */
public enum Audience {
  /** Anybody. */
  GENERAL,
  /** A space for people under age. */
  MINORS,
  /** Reporting, where violence may be shown in order to inform. */
  NEWS,
  /** Teaching and research. */
  EDUCATION,
  @JsonEnumDefaultValue
  UNKNOWN
}
