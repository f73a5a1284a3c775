package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Who composed a rationale. */
public enum RationaleSource {
  /** Composed from rule, score, span and clause, without a language model. */
  LOCAL,
  /** Written by a language-model judge. */
  JUDGE,
  @JsonEnumDefaultValue
  UNKNOWN
}
