package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/** The password an account has from now on. Never logged. */
public record NewPassword(@Nullable String password) {
  @Override
  public String toString() {
    return "NewPassword[]";
  }
}
