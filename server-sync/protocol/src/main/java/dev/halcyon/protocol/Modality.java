package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** The kind of content a part of an item is. */
public enum Modality {
  TEXT,
  IMAGE,
  VIDEO,
  AUDIO,
  @JsonEnumDefaultValue
  UNKNOWN
}
