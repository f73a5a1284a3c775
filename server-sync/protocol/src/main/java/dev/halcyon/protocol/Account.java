package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Who is signed in.
 *
 * @param skills as queues of the policy name them
 */
public record Account(
    UUID id,
    String name,
    String displayName,
    Set<Role> roles,
    List<String> languages,
    List<String> skills) {
  public Account {
    // Sorted, so that one account is always the same text.
    roles =
        roles == null
            ? Set.of()
            : Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(roles)));
    languages = languages == null ? List.of() : List.copyOf(languages);
    skills = skills == null ? List.of() : List.copyOf(skills);
  }

  /** Somebody without skills that a queue would ask for. */
  public Account(
      UUID id, String name, String displayName, Set<Role> roles, List<String> languages) {
    this(id, name, displayName, roles, languages, List.of());
  }
}
