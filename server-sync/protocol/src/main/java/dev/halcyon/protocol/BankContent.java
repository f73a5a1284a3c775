package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What a bank's entries stand for, and so what a match may do. */
public enum BankContent {
  /** A match raises the verdict to the bank's. */
  KNOWN_BAD,
  /** The same, on the hash alone: no model looks at what matched, and nobody has to. */
  ILLEGAL,
  /** A match spares what matched the models; it lowers nothing that rules or words say. */
  KNOWN_GOOD,
  @JsonEnumDefaultValue
  UNKNOWN
}
