package dev.halcyon.server.access;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.AccountArguments.Option;
import dev.halcyon.server.access.AccountArguments.Verb;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.DataDirectory;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Opens the accounts that a command line means, and closes them again. For one thread. */
final class AccountPlace {
  /** In whose name the audit log keeps what was done beside a server. */
  private static final String OPERATOR = "operator";

  private final AccountArguments asked;
  private final InputStream in;

  AccountPlace(AccountArguments asked, InputStream in) {
    this.asked = asked;
    this.in = in;
  }

  /**
   * @throws UserProblem {@code account.in_use} when a running server holds the data, {@code
   *     account.no_database}, {@code store.*}
   */
  void use(Consumer<AccountBook> work) {
    if (asked.value(Option.SERVER).isPresent()) {
      remote(work);
    } else if (asked.value(Option.DATABASE).isPresent()) {
      postgresql(asked.value(Option.DATABASE).get(), work);
    } else {
      stopped(Path.of(asked.value(Option.DATA).orElseThrow()), work);
    }
  }

  private void remote(Consumer<AccountBook> work) {
    String secret = AccountArguments.secret(asked.value(Option.SECRET_FILE).orElseThrow(), in);
    URI server;
    try {
      server = URI.create(asked.value(Option.SERVER).orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new UserProblem(
          "account.server",
          "The address of the server is none: " + e.getMessage(),
          "Give the address that the server printed when it started.",
          e);
    }
    try (RemoteAccounts book =
        new RemoteAccounts(server, asked.value(Option.AS).orElse(null), secret)) {
      work.accept(book);
    }
  }

  private static void postgresql(String url, Consumer<AccountBook> work) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new UserProblem(
          "account.database",
          "The address of a database begins with jdbc:postgresql:.",
          "Give the server's own --database, or for the file database --data DIR.");
    }
    try (Database database = Database.open(url)) {
      work.accept(stored(database));
    }
  }

  private void stopped(Path folder, Consumer<AccountBook> work) {
    checkFolder(folder);
    try (DataDirectory directory = open(folder)) {
      Database database = directory.openDatabase();
      try {
        work.accept(stored(database));
      } finally {
        directory.closeDatabase(database);
      }
    }
  }

  private static AccountBook stored(Database database) {
    Clock clock = Clock.systemUTC();
    return new StoredAccounts(database, new AuditLog(clock), clock, OPERATOR);
  }

  /** Only the first account may begin a server's data; else a slip would make another server's. */
  private void checkFolder(Path folder) {
    if (Files.exists(folder.resolve("halcyon.mv.db"))) {
      return;
    }
    if (asked.verb() != Verb.ADD || !isEmpty(folder)) {
      throw new UserProblem(
          "account.no_database",
          "There is no Halcyon database in " + folder + ".",
          "Give the server's data directory with --data DIR; for a server on PostgreSQL its"
              + " --database URL; for a new server a folder that is empty.");
    }
  }

  private static boolean isEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static DataDirectory open(Path folder) {
    try {
      return DataDirectory.open(folder);
    } catch (UserProblem problem) {
      if (!problem.code().equals("store.in_use")) {
        throw problem;
      }
      throw new UserProblem(
          "account.in_use",
          "A running server holds the data in " + folder + ".",
          "Go through it: --server URL --as ADMIN --secret-file FILE; or stop it first.",
          problem);
    }
  }
}
