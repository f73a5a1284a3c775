package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Where a version of the policy stands in its life. */
public enum PolicyState {
  /** Written, judges nothing. */
  DRAFT,
  /** Its verdicts are recorded beside those of the version in force, and never acted on. */
  SHADOW,
  /** In force. */
  PUBLISHED,
  /** Was in force until another was published. */
  SUPERSEDED,
  /** Was in force until it was taken back for the version before it. */
  ROLLED_BACK,
  @JsonEnumDefaultValue
  UNKNOWN
}
