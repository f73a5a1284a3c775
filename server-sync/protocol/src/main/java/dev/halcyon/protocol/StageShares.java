package dev.halcyon.protocol;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the cascade of all server processes came to its verdicts in a span of time.
 *
 * @param from full hour from which is counted
 * @param items judged
 * @param shares tier 0 with the cache, the models, people
 * @param places each place by itself, by name of {@link ReachedAt}
 */
public record StageShares(
    Instant from, Instant until, long items, List<StageShare> shares, Map<String, Long> places) {
  public StageShares {
    shares = shares == null ? List.of() : List.copyOf(shares);
    places = places == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }
}
