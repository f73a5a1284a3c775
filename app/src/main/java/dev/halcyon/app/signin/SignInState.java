package dev.halcyon.app.signin;

import dev.halcyon.protocol.UserProblem;
import java.util.Optional;

/** Where a sign-in stands: under way or not, and what went wrong last. Immutable. */
public record SignInState(boolean busy, Optional<UserProblem> problem) {
  static final SignInState IDLE = new SignInState(false, Optional.empty());
  static final SignInState BUSY = new SignInState(true, Optional.empty());

  static SignInState failed(UserProblem problem) {
    return new SignInState(false, Optional.of(problem));
  }
}
