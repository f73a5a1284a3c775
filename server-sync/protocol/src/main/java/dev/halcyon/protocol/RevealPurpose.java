package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Why an original leaves the server. Only {@code VIEW} is a person looking. */
public enum RevealPurpose {
  VIEW,
  /** The workbench's own engine scans it; no person sees it. */
  RESCAN,
  /** The workbench's own engine makes filtered frames of it; no person sees it unfiltered. */
  PLAY,
  @JsonEnumDefaultValue
  UNKNOWN
}
