package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a queue, in order of work. {@code next} is a cursor, or null on the last page. */
public record CasePage(List<CaseSummary> cases, @Nullable String next) {
  public CasePage {
    cases = cases == null ? List.of() : List.copyOf(cases);
  }
}
