package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An account to be made.
 *
 * @param name by which somebody signs in
 * @param displayName as others see it; null is the name
 * @param languages ISO 639-1, of a person who works on cases
 * @param sources whose items, reports and orders a service account may send
 * @param password null for an account that is entered by one-time tokens alone
 */
public record NewAccount(
    String name,
    @Nullable String displayName,
    Set<Role> roles,
    List<String> languages,
    List<String> sources,
    @Nullable String password) {
  public NewAccount {
    roles =
        roles == null
            ? Set.of()
            : Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(roles)));
    languages = languages == null ? List.of() : List.copyOf(languages);
    sources = sources == null ? List.of() : List.copyOf(sources);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "NewAccount[name=" + name + ", roles=" + roles + "]";
  }
}
