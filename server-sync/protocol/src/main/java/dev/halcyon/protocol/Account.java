package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Who is signed in. */
public record Account(
    UUID id, String name, String displayName, Set<Role> roles, List<String> languages) {
  public Account {
    // Sorted, so that one account is always the same text.
    roles =
        roles == null
            ? Set.of()
            : Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(roles)));
    languages = languages == null ? List.of() : List.copyOf(languages);
  }
}
