package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What happened, for those who watch. */
public enum ChangeKind {
  CASE_CREATED,
  CASE_OPENED,
  CASE_RELEASED,
  CASE_DECIDED,
  CASE_CHANGED,
  ITEM_CHANGED,
  POLICY_PUBLISHED,
  /** The feed cannot resume from where the reader was: load everything anew. */
  RESET,
  @JsonEnumDefaultValue
  UNKNOWN
}
