package dev.halcyon.server.crash;

import dev.halcyon.server.Eventually;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server as a process of its own, which a test may kill. */
public final class ServerProcess {
  private ServerProcess() {}

  /**
   * Starts a server and waits until it is ready.
   *
   * @param logs where its output goes
   * @param more further options
   */
  public static Process start(Path logs, Path data, int port, String... more) throws IOException {
    return start(Map.of(), logs, data, port, more);
  }

  /** The same with more in its environment. */
  public static Process start(
      Map<String, String> environment, Path logs, Path data, int port, String... more)
      throws IOException {
    List<String> java = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    return start(java, environment, logs, data, port, more);
  }

  /** The same with options of Java. */
  public static Process start(
      List<String> java,
      Map<String, String> environment,
      Path logs,
      Path data,
      int port,
      String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.halcyon.server.Main",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port)));
    command.addAll(List.of(more));
    Path log = logs.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    TestClient anybody = new TestClient(URI.create("http://127.0.0.1:" + port), null);
    Eventually.until(
        "the server is ready, or has ended", () -> !process.isAlive() || isReady(anybody));
    if (!process.isAlive()) {
      throw new IllegalStateException("the server did not come up: " + Files.readString(log));
    }
    return process;
  }

  private static boolean isReady(TestClient anybody) {
    try {
      return anybody.get("/v1/ready").status() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
