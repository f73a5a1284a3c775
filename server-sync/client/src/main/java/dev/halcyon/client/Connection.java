package dev.halcyon.client;

import dev.halcyon.protocol.Problem;
import java.time.Instant;

/** How the change feed stands with the server, for the sign at the top of the desk. Immutable. */
public sealed interface Connection {
  /** The first try, or one after a pause, is under way. */
  record Connecting() implements Connection {}

  /** Changes arrive as they happen. */
  record Online() implements Connection {}

  /**
   * The server cannot be reached; decisions are kept and sent later.
   *
   * @param nextTry when the next try begins
   */
  record Offline(Problem problem, Instant nextTry) implements Connection {}

  /** The session ended; nothing is tried before somebody signs in again. */
  record SignedOut(Problem problem) implements Connection {}

  /** Server and workbench speak versions that do not fit; one of them must be updated. */
  record Refused(Problem problem) implements Connection {}
}
