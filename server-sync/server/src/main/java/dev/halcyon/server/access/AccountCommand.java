package dev.halcyon.server.access;

import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.OneTimeToken;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.AccountArguments.Verb;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program behind {@code ./halcyon account}: makes, lists and closes accounts in a stopped
 * server's data, in PostgreSQL, or through a running server. Exit codes: 0 done, 1 refused or
 * failed, 2 wrong usage.
 */
public final class AccountCommand {
  /** Held, because the logging system forgets loggers nobody holds, with their levels. */
  private static final List<Logger> QUIET =
      Stream.of("com.zaxxer", "org.flywaydb", "dev.halcyon").map(Logger::getLogger).toList();

  private static final Set<String> HELP = Set.of("--help", "-h", "help");

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  public AccountCommand(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    System.exit(new AccountCommand(System.in, System.out, System.err).run(arguments));
  }

  /** Does what a command line asks; returns the exit code. */
  public int run(String... words) {
    if (words.length > 0 && HELP.contains(words[0])) {
      out.println(AccountArguments.USAGE);
      return 0;
    }
    try {
      AccountArguments asked = AccountArguments.parse(List.of(words));
      // Read before anything is opened: a server must not stand still while somebody types.
      @Nullable String password = asked.password(in);
      new AccountPlace(asked, in).use(book -> answer(book, asked, password));
      return 0;
    } catch (UserProblem problem) {
      err.println("halcyon account: " + problem.getMessage());
      err.println("  " + problem.remedy());
      return problem.code().equals(AccountArguments.USAGE_CODE) ? 2 : 1;
    }
  }

  private void answer(AccountBook book, AccountArguments asked, @Nullable String password) {
    switch (asked.verb()) {
      case ADD ->
          token(
              book.add(
                  new NewAccount(
                      asked.name(),
                      asked.displayName(),
                      roles(asked.roles()),
                      asked.languages(),
                      asked.sources(),
                      password)));
      case TOKEN -> token(book.token(asked.name()));
      case DISABLE -> line(book.disable(asked.name()));
      case ENABLE -> line(book.enable(asked.name()));
      case PASSWORD -> line(book.password(asked.name(), String.valueOf(password)));
      case SOURCES -> line(book.sources(asked.name(), asked.sources()));
      case LIST -> book.list().forEach(this::line);
    }
    if (asked.verb() == Verb.ADD) {
      err.println("Who has it signs in as " + asked.name() + ", once.");
    }
  }

  private static Set<Role> roles(List<String> names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      roles.add(
          Arrays.stream(Role.values())
              .filter(role -> role.name().equals(name.toUpperCase(Locale.ROOT)))
              .findFirst()
              .orElse(Role.UNKNOWN));
    }
    return roles;
  }

  private void token(OneTimeToken token) {
    out.println(token.token());
    err.println(
        "One-time token of " + token.account() + ", to be used before " + token.expiresAt() + ".");
  }

  private void line(AccountEntry entry) {
    String roles =
        entry.roles().stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    out.println(
        String.join(
            "\t",
            entry.name(),
            roles,
            entry.disabled() ? "disabled" : "enabled",
            entry.displayName(),
            String.join(",", entry.languages()),
            String.join(",", entry.sources())));
  }
}
