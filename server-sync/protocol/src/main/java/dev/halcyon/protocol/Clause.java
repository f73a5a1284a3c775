package dev.halcyon.protocol;

import java.util.List;

/**
 * A numbered rule of the policy that a decision can rest on.
 *
 * @param id for example {@code H2}
 */
public record Clause(
    String id, Category category, String title, String definition, List<String> exceptions) {
  public Clause {
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
  }
}
