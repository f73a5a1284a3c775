package dev.halcyon.server;

import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Backups;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The server as a program. Exit codes: 0 done, 1 failed, 2 wrong usage; a failure prints what
 * happened and how to mend it, never a stack trace.
 */
public final class Main {
  /** Held, because the logging system forgets loggers nobody holds, with their levels. */
  private static final List<Logger> QUIET =
      Stream.of("com.zaxxer", "org.flywaydb", "io.helidon", "org.apache.kafka")
          .map(Logger::getLogger)
          .toList();

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(ServerOptions.USAGE);
      return;
    }
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    try {
      run(ServerOptions.parse(List.of(arguments)));
    } catch (UserProblem problem) {
      System.err.println(problem.getMessage());
      System.err.println(problem.remedy());
      System.exit(problem.code().equals(ServerOptions.USAGE_CODE) ? 2 : 1);
    }
  }

  private static void run(ServerOptions options) throws InterruptedException {
    if (options.backup() != null) {
      Backups.write(options.data(), options.backup());
      System.out.println("Backup written to " + options.backup());
    } else if (options.restore() != null) {
      Backups.restore(options.data(), options.restore());
      System.out.println("Restored from " + options.restore());
    } else {
      serve(options);
    }
  }

  private static void serve(ServerOptions options) throws InterruptedException {
    HalcyonServer server = HalcyonServer.start(options);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(server::close));
    System.out.println("Halcyon server listening on " + server.url());
    if (server.context().accounts().isEmpty()) {
      String token =
          server
              .context()
              .accounts()
              .ensure("admin", "Administrator", Set.of(Role.ADMIN), List.of(), null);
      System.out.println("First start. One-time token of the account \"admin\": " + token);
    }
    new CountDownLatch(1).await();
  }
}
