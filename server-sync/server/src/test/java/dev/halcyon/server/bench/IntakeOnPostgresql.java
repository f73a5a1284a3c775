package dev.halcyon.server.bench;

import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.PostgresCluster;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.audit.CheckpointKey;
import dev.halcyon.server.crash.ServerProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The intake bench with server processes on a PostgreSQL cluster that flushes each commit: what an
 * item costs in senders, servers and database, with one server and with more.
 */
final class IntakeOnPostgresql {
  private static final String PASSWORD = "correct horse battery staple";

  private IntakeOnPostgresql() {}

  static void run(int seconds, int clients, int lines, int servers) throws Exception {
    PostgresCluster cluster =
        PostgresCluster.start(true)
            .orElseThrow(
                () -> new IllegalStateException("the Debian package postgresql is not installed"));
    Path folder = Files.createTempDirectory("halcyon-intake-bench");
    List<Process> processes = new ArrayList<>();
    try {
      Path first = folder.resolve("data0");
      try (HalcyonServer server =
          HalcyonServer.start(ServerOptions.local(first).withDatabase(cluster.url()))) {
        IntakeBench.prepare(server);
        server
            .context()
            .accounts()
            .ensure("bench", "Bench", Set.of(Role.SERVICE), List.of(), PASSWORD);
      }
      List<TestClient> targets = new ArrayList<>();
      for (int i = 0; i < servers; i++) {
        Path data = Files.createDirectories(folder.resolve("data" + i));
        for (String file : List.of(CheckpointKey.PRIVATE_FILE, CheckpointKey.PUBLIC_FILE)) {
          if (i > 0) {
            Files.copy(first.resolve(file), data.resolve(file));
          }
        }
        if (i > 0) {
          TestDatabases.shareKeys(first, data);
        }
        int port = ServerProcess.freePort();
        processes.add(
            ServerProcess.start(
                List.of("-Xmx1500m"), Map.of(), folder, data, port, "--database", cluster.url()));
        targets.add(signIn(port));
      }
      IntakeBench.batches(targets, seconds, clients, lines, "warm");
      double sender = own();
      double server = all(processes.stream().map(Process::toHandle));
      double database = all(cluster.processes());
      double rate = IntakeBench.batches(targets, seconds, clients, lines, "run");
      double items = rate * seconds;
      IntakeBench.figure("intake.postgresql." + servers, rate, "/s");
      System.out.printf(
          Locale.ROOT,
          "processor an item: servers %.0f us (compiler included), PostgreSQL %.0f us, sender %.0f"
              + " us%n",
          (all(processes.stream().map(Process::toHandle)) - server) * 1e6 / items,
          (all(cluster.processes()) - database) * 1e6 / items,
          (own() - sender) * 1e6 / items);
    } finally {
      for (Process process : processes) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static TestClient signIn(int port) {
    URI url = URI.create("http://127.0.0.1:" + port);
    Session session =
        new TestClient(url, null)
            .post("/v1/sessions", new SignInRequest("bench", PASSWORD))
            .as(Session.class);
    return new TestClient(url, session.token());
  }

  private static double own() {
    return all(Stream.of(ProcessHandle.current()));
  }

  /** Seconds of processor time that these processes have used. */
  private static double all(Stream<ProcessHandle> processes) {
    return processes
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toMillis)
            .sum()
        / 1e3;
  }
}
