package dev.halcyon.protocol;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who is signed in. */
public record Account(
    UUID id, String name, String displayName, Set<Role> roles, List<String> languages) {
  public Account {
    roles = roles == null ? Set.of() : Set.copyOf(roles);
    languages = languages == null ? List.of() : List.copyOf(languages);
  }
}
