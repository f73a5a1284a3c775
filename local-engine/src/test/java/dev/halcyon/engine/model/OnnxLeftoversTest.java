package dev.halcyon.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that used the models leaves nothing in the folder for temporary files. */
@Timeout(120)
class OnnxLeftoversTest {
  @TempDir private Path temporary;

  /** Starts ONNX Runtime, says so, and ends with standard input. */
  public static final class Program {
    private Program() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
      System.out.println(OnnxEnvironment.get() == null ? "nothing" : "up");
      System.in.read();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "-INT", "-TERM", "-KILL"})
  void nothingIsLeftHoweverTheProcessEnds(String how) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("up");
    if (how.equals("end")) {
      process.getOutputStream().close();
    } else {
      new ProcessBuilder("kill", how, Long.toString(process.pid())).start().waitFor();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (Stream<Path> left = Files.walk(temporary)) {
      // Killed outright, ONNX Runtime's own folder stays, which has nothing in it.
      boolean killed = how.equals("-KILL");
      assertThat(left.filter(each -> !each.equals(temporary)))
          .allMatch(each -> killed && Files.isDirectory(each));
    }
  }
}
