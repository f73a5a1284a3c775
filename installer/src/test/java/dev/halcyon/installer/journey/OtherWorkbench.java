package dev.halcyon.installer.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A workbench in a process of its own with one case open, to be killed without a goodbye. For one
 * thread.
 */
final class OtherWorkbench implements AutoCloseable {
  private static final String OPENED = "opened";

  private final Process process;
  private final Path log;

  private OtherWorkbench(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it; it signs in and opens the case. */
  static OtherWorkbench start(Path data, URI server, UUID caseId) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED,javafx.graphics"));
    command.addAll(List.of("--module-path", System.getProperty("jdk.module.path")));
    command.addAll(List.of("--add-modules", "javafx.controls"));
    command.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Dprism.text=t2k"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherWorkbench.class.getName());
    command.addAll(List.of(data.toString(), server.toString(), caseId.toString()));
    try {
      Files.createDirectories(data);
      Path log = data.resolve("workbench.log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile()));
      return new OtherWorkbench(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the case given, says so, and stays. */
  public static void main(String[] arguments) throws InterruptedException {
    Workbench bench =
        Workbench.signedIn(
            Path.of(arguments[0]),
            Workbench.QUICK_UNDO,
            URI.create(arguments[1]),
            People.ANA,
            People.PASSWORD);
    bench.open(UUID.fromString(arguments[2]));
    System.out.println(OPENED);
    Thread.currentThread().join();
  }

  /** Waits until the case is on its desk. */
  void awaitOpened() {
    try {
      BufferedReader said = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
      String line = said.readLine();
      if (!OPENED.equals(line)) {
        throw new AssertionError("the workbench ended: " + line + "\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it; nothing is given back. */
  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
