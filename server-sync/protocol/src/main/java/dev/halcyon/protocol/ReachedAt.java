package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Where the cascade came to its verdict on an item. */
public enum ReachedAt {
  /** Tier 0: rules over words, links and structure. */
  RULES,
  /** Tier 0: banks of known content. */
  BANKS,
  /** The same item was judged before. */
  CACHE,
  /** Tier 1: classifiers. */
  CLASSIFIERS,
  /** Tier 2: a language model. */
  JUDGE,
  /** Nowhere: a person looks. */
  PEOPLE,
  @JsonEnumDefaultValue
  UNKNOWN
}
