package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What an account may do. A person may hold several. */
public enum Role {
  REVIEWER,
  LEAD,
  APPEALS,
  WELLNESS,
  POLICY,
  AUDITOR,
  ADMIN,
  /** A platform's machine account: sends items and reports, reads nothing else. */
  SERVICE,
  @JsonEnumDefaultValue
  UNKNOWN
}
