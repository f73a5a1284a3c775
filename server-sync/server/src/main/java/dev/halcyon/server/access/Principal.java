package dev.halcyon.server.access;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request. Immutable.
 *
 * @param session SHA-256 of the bearer token in hex: names the session without giving it away
 * @param sources the platforms it may speak for
 */
public record Principal(Account account, String session, Sources sources) {
  /** Somebody who speaks for no platform. */
  public Principal(Account account, String session) {
    this(account, session, Sources.NONE);
  }

  public UUID id() {
    return account.id();
  }

  /** Whether the account has one of the roles. */
  public boolean hasAny(Set<Role> roles) {
    return account.roles().stream().anyMatch(roles::contains);
  }

  /**
   * Refuses who is not known to speak for a platform.
   *
   * @throws UserProblem {@code source.forbidden}
   */
  public void mustSpeakFor(String source) {
    if (!sources.include(source)) {
      throw new UserProblem(
          "source.forbidden",
          "The account " + account.name() + " may not speak for this source.",
          "Send as the source's own account, or have an administrator add the source to this one"
              + " (PUT /v1/accounts/{name}/sources, ./halcyon account sources).");
    }
  }
}
