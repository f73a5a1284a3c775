package dev.halcyon.installer.journey;

import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Handshake;
import dev.halcyon.server.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A sync server in a process of its own, on a free loopback port with the sample accounts, for
 * tests that stop it, kill it and start it again on the same data. For one thread.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration TO_STOP = Duration.ofSeconds(30);

  private final Path data;
  private final Path log;
  private final List<String> options;
  private Process process;
  private Handshake handshake;

  private ServerProcess(Path folder, List<String> options) {
    this.options = List.copyOf(options);
    this.data = folder.resolve("server");
    this.log = folder.resolve("server.log");
    this.process = launch(0);
    this.handshake = await();
  }

  /** Starts a server whose data and log lie in a folder; returns when it listens. */
  public static ServerProcess start(Path folder) {
    return start(folder, List.of());
  }

  /** The same with further options of {@link dev.halcyon.server.ServerOptions#USAGE}. */
  public static ServerProcess start(Path folder, List<String> options) {
    return new ServerProcess(folder, options);
  }

  public URI url() {
    return URI.create(handshake.url());
  }

  /** A sample account's one-time token: good for one sign-in since the last start. */
  public String oneTimeToken(String account) {
    String token = handshake.tokens().get(account);
    if (token == null) {
      throw new IllegalArgumentException("there is no sample account " + account);
    }
    return token;
  }

  /** The server's data directory. */
  public Path data() {
    return data;
  }

  /** Its process, for tests that look at what it started. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as the kernel would when memory runs out: no goodbye, nothing flushed. */
  public void kill() {
    process.destroyForcibly();
    end();
  }

  /** Asks it to stop and waits until it has. */
  public void stop() {
    process.destroy();
    end();
  }

  /** Starts it again on the same data, on another port and with fresh one-time tokens. */
  public void restart() {
    restart(0);
  }

  /** Starts it again where it was, so that those who knew its address find it. */
  public void restartInPlace() {
    restart(url().getPort());
  }

  private void restart(int port) {
    if (process.isAlive()) {
      throw new IllegalStateException("stop or kill it first");
    }
    process = launch(port);
    handshake = await();
  }

  private void end() {
    try {
      if (!process.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("the server did not stop in time" + logTail());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The file with the address and the one-time tokens, as the launcher hands it on. */
  Path handshakeFile() {
    return data.resolveSibling("handshake.json");
  }

  private Process launch(int port) {
    try {
      Files.createDirectories(data.getParent());
      Files.deleteIfExists(handshakeFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("--port", String.valueOf(port), "--data", data.toString()));
    arguments.addAll(List.of("--sample", "--handshake", handshakeFile().toString()));
    return java(Main.class, arguments);
  }

  /** Runs another program of the server to its end, into the same log; gives its exit code. */
  public int run(Class<?> main, String... arguments) {
    try {
      return java(main, List.of(arguments)).waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process java(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.awt.headless=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The handshake appears whole once the server listens. */
  private Handshake await() {
    try {
      Await.until(
          "the server's handshake, or its end",
          () -> Files.exists(handshakeFile()) || !process.isAlive());
    } catch (AssertionError late) {
      process.destroyForcibly();
      throw new AssertionError("the server did not start" + logTail(), late);
    }
    if (!Files.exists(handshakeFile())) {
      throw new AssertionError("the server ended with " + process.exitValue() + logTail());
    }
    try {
      return Wire.read(Files.readString(handshakeFile()), Handshake.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of the server's log, for messages of failed tests. */
  public String logTail() {
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return "\n--- server log\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "\n(no server log: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
