package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How content was shown to a person; exposure is metered by it. */
public enum ExposureKind {
  /** Words of an item or of its conversation. */
  TEXT,
  /** A rendition, blurred and grayscale. */
  BLURRED,
  /** A rendition with reduced detail. */
  CARTOON,
  /** A rendition in coarse squares. */
  MOSAIC,
  /** The original, under a reveal grant. */
  SHARP,
  /** Sound that played and was not muted. */
  SOUND,
  @JsonEnumDefaultValue
  UNKNOWN;

  /** Whether it is a picture that a filter made harmless. */
  public boolean filtered() {
    return this == BLURRED || this == CARTOON || this == MOSAIC;
  }
}
