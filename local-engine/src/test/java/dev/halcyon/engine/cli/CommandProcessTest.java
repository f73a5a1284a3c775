package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.halcyon.engine.testing.Painting;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the program as a process of its own, as the launcher does. */
@Timeout(300)
class CommandProcessTest {
  @TempDir Path folder;

  private ProcessBuilder program(String... arguments) throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("tmp/halcyon-test"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:-UsePerfData");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-Dhalcyon.scratch=" + scratch);
    command.add("-cp");
    // The folders of other modules are named from where this test runs.
    command.add(
        String.join(
            File.pathSeparator,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .toList()));
    command.add(CommandLine.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private Path pictures() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    byte[] bytes = Painting.file(Painting.scene(1, 1600, 1200), "png");
    for (int i = 0; i < 300; i++) {
      Files.write(pictures.resolve(i + ".png"), bytes);
    }
    return pictures;
  }

  /** Waits until a first answer is there, so that workers are busy with the next files. */
  private static Set<ProcessHandle> children(Process process, Path answers) throws Exception {
    while (Files.size(answers) == 0) {
      assertThat(process.isAlive()).as("it is still at work").isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return new LinkedHashSet<>(process.descendants().toList());
  }

  private static boolean interruptsAreIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0")
            .substring("SigIgn:".length())
            .strip();
    return (Long.parseUnsignedLong(mask, 16) & 2) != 0;
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "KILL,137"})
  void killedProgramLeavesNoWorkerAndNoFileBehind(String signal, int code) throws Exception {
    // Who starts the tests in the background of a shell has them, and their children, ignore INT.
    assumeFalse(signal.equals("INT") && interruptsAreIgnored(), "INT is ignored here");
    Path answers = Files.createFile(folder.resolve("answers"));
    Process process =
        program("scan", "--json", pictures().toString())
            .redirectOutput(answers.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<ProcessHandle> children;
    try {
      children = children(process, answers);
      assertThat(children).as("a worker is there").isNotEmpty();
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(code);
    for (ProcessHandle child : children) {
      child.onExit().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(child.isAlive()).isFalse();
    }
    String said = Files.readString(answers);
    assertThat(said.lines().count()).as("it was killed in the middle").isLessThan(300);
    if (!signal.equals("KILL")) {
      assertThat(said).as("whole lines only").endsWith("}\n");
      try (Stream<Path> left = Files.walk(folder.resolve("tmp"))) {
        assertThat(left).as("nothing but the folder").hasSize(1);
      }
    }
  }

  @Test
  void standardOutputHoldsAnswersAloneAndTheExitCodeTellsOfFailure() throws Exception {
    Process process = program("scan", "-").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var in = process.getOutputStream()) {
      in.write("{\"id\":\"ä\",\"text\":\"hello\"}\nbad\n".getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(out.lines()).hasSize(2).allSatisfy(each -> assertThat(each).startsWith("{\"id\":"));
    assertThat(out).contains("\"ä\"");
  }

  @Test
  void pictureModelsLeaveNothingInTheTemporaryFolder() throws Exception {
    Path picture = folder.resolve("one.png");
    Files.write(picture, Painting.file(Painting.scene(1, 64, 48), "png"));
    Process process =
        program("scan", "--json", picture.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).contains("\"scores\":{").contains("\"sexual\"");
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }
}
