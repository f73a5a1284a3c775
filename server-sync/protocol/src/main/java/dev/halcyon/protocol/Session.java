package dev.halcyon.protocol;

import java.time.Instant;

/** A bearer token and whom it stands for. The token is never logged. */
public record Session(String token, Instant expiresAt, Account account) {
  @Override
  public String toString() {
    return "Session[account=" + account.name() + ", expiresAt=" + expiresAt + "]";
  }
}
