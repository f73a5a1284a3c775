package dev.halcyon.installer.journey;

import dev.halcyon.protocol.Restriction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.control.CheckBox;
import javafx.scene.input.KeyCode;

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
    return start(data, server, caseId, "");
  }

  /** Starts it; it signs in, opens the case, types a note and ticks a way to restrict. */
  static OtherWorkbench start(Path data, URI server, UUID caseId, String note) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED,javafx.graphics"));
    command.addAll(List.of("--module-path", System.getProperty("jdk.module.path")));
    command.addAll(List.of("--add-modules", "javafx.controls"));
    command.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Dprism.text=t2k"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherWorkbench.class.getName());
    command.addAll(List.of(data.toString(), server.toString(), caseId.toString(), note));
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
    if (!arguments[3].isEmpty()) {
      bench.press(KeyCode.N);
      bench.type(arguments[3]);
      bench.press(KeyCode.ESCAPE);
      bench.press(KeyCode.R);
      bench.awaitTrue("the way to restrict", () -> label(bench).isPresent());
      bench.fx(
          () -> {
            label(bench).orElseThrow().fire();
            return true;
          });
    }
    System.out.println(OPENED);
    Thread.currentThread().join();
  }

  /** Whether the way that {@link #main} ticks is ticked, after the key that asks for ways. */
  static boolean isTicked(Workbench bench) {
    bench.press(KeyCode.R);
    bench.awaitTrue("the way to restrict", () -> label(bench).isPresent());
    return bench.fx(() -> label(bench).orElseThrow().isSelected());
  }

  private static Optional<CheckBox> label(Workbench bench) {
    String words = Workbench.WORDS.name(Restriction.LABEL);
    return bench.find(CheckBox.class, each -> each.getText().contains(words));
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
