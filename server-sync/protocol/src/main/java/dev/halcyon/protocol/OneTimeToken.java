package dev.halcyon.protocol;

import java.time.Instant;

/** A token that lets somebody into an account once, and until when. Never logged. */
public record OneTimeToken(String account, String token, Instant expiresAt) {
  @Override
  public String toString() {
    return "OneTimeToken[account=" + account + ", expiresAt=" + expiresAt + "]";
  }
}
