package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/**
 * What a budget of the policy is about: looking at cases of a severity band, or having cases of the
 * highest priority open. A case counts in its band and, where it is critical, in {@code P0} too.
 */
public enum BudgetScope {
  NEUTRAL,
  MODERATE,
  SEVERE,
  /** Cases of priority P0, whatever their band, their words included. */
  P0,
  @JsonEnumDefaultValue
  UNKNOWN;

  /** The scope of a band; a band that nobody knows is taken for the heaviest. */
  public static BudgetScope of(SeverityBand band) {
    return switch (band) {
      case NEUTRAL -> NEUTRAL;
      case MODERATE -> MODERATE;
      case SEVERE, UNKNOWN -> SEVERE;
    };
  }
}
