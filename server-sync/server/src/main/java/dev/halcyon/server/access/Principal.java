package dev.halcyon.server.access;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Role;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request. Immutable.
 *
 * @param session SHA-256 of the bearer token in hex: names the session without giving it away
 */
public record Principal(Account account, String session) {
  public UUID id() {
    return account.id();
  }

  /** Whether the account has one of the roles. */
  public boolean hasAny(Set<Role> roles) {
    return account.roles().stream().anyMatch(roles::contains);
  }
}
