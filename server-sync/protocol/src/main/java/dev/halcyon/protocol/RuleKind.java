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
  /** Kinds of personal data: e-mail addresses, telephone and account numbers, addresses. */
  PERSONAL_DATA,
  /** Things seen, read and said that are harmful only together; all its terms must hold. */
  COMBINATION,
  @JsonEnumDefaultValue
  UNKNOWN
}
