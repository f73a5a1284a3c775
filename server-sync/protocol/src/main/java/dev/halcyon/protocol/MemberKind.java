package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Why an item hangs on a case that was made for another one. */
public enum MemberKind {
  /** The same words as written, the same files, said in the same place. */
  EXACT,
  /** A near duplicate. */
  NEAR,
  /** Its media cannot be decoded either, and author or file are the same. */
  UNDECODABLE,
  @JsonEnumDefaultValue
  UNKNOWN
}
