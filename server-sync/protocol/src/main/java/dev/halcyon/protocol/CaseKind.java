package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Why a case exists. A reviewer cannot tell {@code QUALITY} from {@code REVIEW}. */
public enum CaseKind {
  REVIEW,
  APPEAL,
  QUALITY,
  @JsonEnumDefaultValue
  UNKNOWN
}
