package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far the server is with a piece of media. */
public enum MediaState {
  /** Stored, not looked at yet. */
  PENDING,
  /** Decoded, scored, renditions made. */
  READY,
  /** Could not be decoded or broke a limit; {@link MediaInfo#problem()} says why. */
  FAILED,
  @JsonEnumDefaultValue
  UNKNOWN
}
