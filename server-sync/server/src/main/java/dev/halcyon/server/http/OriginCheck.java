package dev.halcyon.server.http;

import dev.halcyon.protocol.UserProblem;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages in the user's browser away from a server on the same machine. A page under DNS
 * rebinding reaches us with its own name in {@code Host}; a page that simply posts sends its own
 * {@code Origin}. Both must name this server. Immutable and thread-safe.
 */
final class OriginCheck {
  private final Set<String> hosts;
  private final String scheme;

  /**
   * @param names host names this server answers to beside the loopback ones
   */
  OriginCheck(List<String> names, boolean tls) {
    Set<String> all = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    names.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(all);
    this.scheme = tls ? "https" : "http";
  }

  /**
   * @throws UserProblem {@code host.refused}, {@code origin.refused}
   */
  void check(Optional<String> host, Optional<String> origin) {
    if (host.isEmpty() || !hosts.contains(name(host.get()))) {
      throw new UserProblem(
          "host.refused",
          "The request names a host that this server does not answer to.",
          "Use the server's own address; add names with --public-host NAME.");
    }
    if (origin.isPresent() && !isOwn(origin.get(), host.get())) {
      throw new UserProblem(
          "origin.refused",
          "The request comes from a web page of another origin.",
          "Only the workbench and platforms' own programs may call this server.");
    }
  }

  private boolean isOwn(String origin, String host) {
    try {
      URI uri = URI.create(origin);
      return scheme.equals(uri.getScheme()) && host.equalsIgnoreCase(uri.getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The host without its port, lower case. */
  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
    return end <= 0 ? lower : lower.substring(0, end);
  }
}
