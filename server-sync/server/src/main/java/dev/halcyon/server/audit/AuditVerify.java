package dev.halcyon.server.audit;

import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The program behind {@code ./halcyon audit verify}: checks a stopped server's audit log, or one in
 * PostgreSQL while servers go on, without writing to it. Exit codes: 0 the log is whole, 1 it is
 * not or could not be read, 2 wrong usage.
 */
public final class AuditVerify {
  private static final String USAGE =
      "usage: audit verify --data DIR [--database URL] [--key FILE] [--checkpoint FILE]";
  private static final int H2_ALREADY_OPEN = 90020;

  private final PrintStream out;
  private @Nullable Path data;
  private @Nullable String database;
  private @Nullable Path keyFile;
  private final List<Path> checkpointFiles = new ArrayList<>();

  public AuditVerify(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(new AuditVerify(System.out).run(arguments));
  }

  /** Does what a command line asks; returns the exit code. */
  public int run(String... arguments) {
    data = null;
    database = null;
    keyFile = null;
    checkpointFiles.clear();
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        String value = i + 1 < arguments.length ? arguments[i + 1] : "";
        switch (i + 1 < arguments.length ? arguments[i] : "") {
          case "--data" -> data = Path.of(value);
          case "--database" -> database = value;
          case "--key" -> keyFile = Path.of(value);
          case "--checkpoint" -> checkpointFiles.add(Path.of(value));
          default -> {
            out.println(USAGE);
            return 2;
          }
        }
      }
      if (data == null) {
        out.println(USAGE);
        return 2;
      }
      return report(verify(data));
    } catch (UserProblem problem) {
      out.println("error: " + problem.getMessage());
      out.println("       " + problem.remedy());
      return 1;
    }
  }

  private AuditVerifier.Report verify(Path directory) {
    Path file = keyFile == null ? directory.resolve(CheckpointKey.PUBLIC_FILE) : keyFile;
    List<AuditCheckpoint> kept = checkpointFiles.stream().map(AuditVerify::read).toList();
    return database == null
        ? verifyFile(directory, file, kept)
        : verifyPostgresql(database, CheckpointKey.readPublic(file), kept);
  }

  /** All of it as it stood at one moment, whatever servers append meanwhile. */
  private static AuditVerifier.Report verifyPostgresql(
      String url, PublicKey key, List<AuditCheckpoint> kept) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new UserProblem(
          "audit.database",
          "The address of a database begins with jdbc:postgresql:, not as " + url + ".",
          "Give the server's own --database, or for the file database --data DIR alone.");
    }
    try {
      return Jdbi.create(url)
          .inTransaction(
              TransactionIsolationLevel.REPEATABLE_READ,
              handle -> {
                handle.setReadOnly(true);
                return new AuditVerifier(key).verify(handle, kept);
              });
    } catch (JdbiException e) {
      throw new UserProblem(
          "audit.unreadable",
          "The audit log of the database cannot be read: " + e.getMessage(),
          "Check the address, and that a server has filled the database.",
          e);
    }
  }

  private static AuditVerifier.Report verifyFile(
      Path directory, Path file, List<AuditCheckpoint> kept) {
    if (!Files.exists(directory.resolve("halcyon.mv.db"))) {
      throw new UserProblem(
          "audit.no_database",
          "There is no Halcyon database in " + directory + ".",
          "Give the server's data directory with --data DIR.");
    }
    PublicKey key = CheckpointKey.readPublic(file);
    // Read-only: a verifier must not be able to mend what it is asked to judge.
    String url = Database.fileUrl(directory) + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
    try {
      return Jdbi.create(url, "halcyon", "")
          .withHandle(handle -> new AuditVerifier(key).verify(handle, kept));
    } catch (ConnectionException e) {
      throw cannotOpen(directory, e);
    }
  }

  private static AuditCheckpoint read(Path file) {
    try {
      return Wire.read(Files.readString(file), AuditCheckpoint.class);
    } catch (IOException e) {
      throw new UserProblem(
          "audit.checkpoint",
          "The checkpoint " + file + " cannot be read: " + e.getMessage(),
          "Give a file with the answer of GET /v1/audit/checkpoint.",
          e);
    }
  }

  private static UserProblem cannotOpen(Path directory, ConnectionException e) {
    if (e.getCause() instanceof SQLException sql && sql.getErrorCode() == H2_ALREADY_OPEN) {
      return new UserProblem(
          "audit.in_use",
          "A running server holds the database in " + directory + ".",
          "Stop that server and verify again, or verify a backup of the directory.",
          e);
    }
    return new UserProblem(
        "audit.unreadable",
        "The database in " + directory + " cannot be read: " + e.getMessage(),
        "Restore the directory from a backup and verify that.",
        e);
  }

  private int report(AuditVerifier.Report report) {
    out.println(report.entries() + " entries, " + report.checkpoints() + " signed checkpoints");
    if (report.unnumbered() > 0) {
      out.println(
          report.unnumbered() + " more are committed and get their number at the next start");
    }
    if (report.uncovered() > 0) {
      out.println("the last " + report.uncovered() + " are not covered by a checkpoint yet");
    }
    if (report.fault() != null) {
      out.println("FAULT: " + report.fault());
      return 1;
    }
    out.println("the log is whole: every leaf, root and signature fits");
    return 0;
  }
}
