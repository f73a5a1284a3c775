package dev.halcyon.installer.journey;

import dev.halcyon.protocol.Role;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Two reviewers with passwords, made in a server's data directory before its first start. */
final class People {
  static final String ANA = "ana";
  static final String ANA_NAME = "Ana Moreno";
  static final String BEA = "bea";
  static final String BEA_NAME = "Bea Lindqvist";
  static final String PASSWORD = "journey to the database";

  private People() {}

  /** Starts a server in a folder that knows both; {@code options} are added to its own. */
  static ServerProcess server(Path folder, String... options) {
    Path data = folder.resolve("server");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Clock clock = Clock.systemUTC();
    try (Database database = Database.open(Database.fileUrl(data))) {
      Accounts accounts = new Accounts(database, new AuditLog(clock), clock);
      List<String> languages = List.of("en", "es", "de", "fr");
      accounts.ensure(ANA, ANA_NAME, Set.of(Role.REVIEWER), languages, PASSWORD);
      accounts.ensure(BEA, BEA_NAME, Set.of(Role.REVIEWER), languages, PASSWORD);
    }
    return ServerProcess.start(folder, List.of(options));
  }
}
