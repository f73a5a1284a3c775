package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How a rule looks at text. */
public enum RuleKind {
  /** Regular expressions in linear time. */
  PATTERN,
  /** Lists of words and phrases. */
  DICTIONARY,
  /** Hosts that links may point to. */
  LINK,
  /** Shape of the message: repetition, capitals, number of links. */
  STRUCTURE,
  /** Exact fingerprints of known content (SHA-256 of text or media). */
  FINGERPRINT,
  @JsonEnumDefaultValue
  UNKNOWN
}
