package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An account as administrators see it.
 *
 * @param sources whose items, reports and orders a service account may send; {@code *} is every
 *     platform
 * @param disabled whether nobody gets in with it any more
 */
public record AccountEntry(
    UUID id,
    String name,
    String displayName,
    Set<Role> roles,
    List<String> languages,
    List<String> sources,
    boolean disabled) {
  public AccountEntry {
    roles =
        roles == null
            ? Set.of()
            : Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(roles)));
    languages = languages == null ? List.of() : List.copyOf(languages);
    sources = sources == null ? List.of() : List.copyOf(sources);
  }
}
