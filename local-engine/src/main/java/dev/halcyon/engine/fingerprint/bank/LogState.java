package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a bank's log stands to the base that lies beside it. Immutable. */
sealed interface LogState {
  /** There is no log. */
  record None() implements LogState {}

  /** It says what was changed since the base was written. */
  record Current(BankLog.Content content) implements LogState {}

  /** All of it is in the base already: the log is about to be replaced. */
  record Older() implements LogState {}

  /** Another process has just written the base anew: what we mapped is the one before. */
  record Newer() implements LogState {}

  /**
   * Reads the log of a bank.
   *
   * @param newerIsDamage whether a log ahead of the base means that they do not belong together
   * @throws UserProblem {@code bank.mixed} when they do not, {@code bank.damaged}
   */
  static LogState of(Path bank, BankLayout layout, boolean newerIsDamage) throws IOException {
    Path file = BankFiles.log(bank);
    if (!Files.exists(file)) {
      return new None();
    }
    BankLog.Content content = BankLog.read(file, layout.kind());
    long ahead = content.generation() - layout.generation();
    if (!content.bank().equals(layout.id()) || ahead < -1 || (ahead > 0 && newerIsDamage)) {
      throw new UserProblem(
          "bank.mixed",
          "The bank " + bank + " and its log do not belong together.",
          "Nothing was changed. Restore both files from the same backup; delete the log only if you"
              + " mean to lose what was changed since.");
    }
    if (ahead != 0) {
      return ahead < 0 ? new Older() : new Newer();
    }
    return new Current(content);
  }
}
