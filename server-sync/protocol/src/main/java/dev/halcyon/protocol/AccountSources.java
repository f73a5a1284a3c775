package dev.halcyon.protocol;

import java.util.List;

/** For which platforms a service account may speak from now on; {@code *} is every one. */
public record AccountSources(List<String> sources) {
  public AccountSources {
    sources = sources == null ? List.of() : List.copyOf(sources);
  }
}
