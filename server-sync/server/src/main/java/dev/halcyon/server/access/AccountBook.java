package dev.halcyon.server.access;

import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.OneTimeToken;
import dev.halcyon.protocol.UserProblem;
import java.util.List;

/**
 * What administrators do with accounts, in a database or through a running server. What an answer
 * says is on disk.
 */
interface AccountBook {
  /** All, also the disabled, by name. */
  List<AccountEntry> list();

  /**
   * Makes an account.
   *
   * @throws UserProblem {@code account.*} that says which part of it cannot be
   */
  OneTimeToken add(NewAccount account);

  /**
   * A new way in, for one time.
   *
   * @throws UserProblem {@code account.unknown}, {@code account.disabled.conflict}
   */
  OneTimeToken token(String name);

  /**
   * Opens a disabled account again, with its roles, and without a password or a session: what let
   * its owner in before does not do so now. One that is enabled stays as it is.
   *
   * @throws UserProblem {@code account.unknown}
   */
  AccountEntry enable(String name);

  /**
   * Closes an account and ends its sessions. It keeps its name: what was done under it stays its.
   *
   * @throws UserProblem {@code account.unknown}, {@code account.last_admin.conflict}
   */
  AccountEntry disable(String name);

  /**
   * Gives an account another password and ends its sessions.
   *
   * @throws UserProblem {@code account.unknown}, {@code account.password}, {@code
   *     account.disabled.conflict}
   */
  AccountEntry password(String name, String password);

  /**
   * Says for which platforms a service account may speak.
   *
   * @throws UserProblem {@code account.unknown}, {@code account.sources}, {@code
   *     account.disabled.conflict}
   */
  AccountEntry sources(String name, List<String> sources);
}
