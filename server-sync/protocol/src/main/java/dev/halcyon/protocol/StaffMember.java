package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A person who works on cases, as leads see them: what they may be handed.
 *
 * @param languages ISO 639-1
 * @param skills as queues of the policy name them
 */
public record StaffMember(
    UUID id,
    String name,
    String displayName,
    Set<Role> roles,
    List<String> languages,
    List<String> skills) {
  public StaffMember {
    roles =
        roles == null
            ? Set.of()
            : Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(roles)));
    languages = languages == null ? List.of() : List.copyOf(languages);
    skills = skills == null ? List.of() : List.copyOf(skills);
  }
}
