package dev.halcyon.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a program: what it prints and how it ends. */
@Timeout(180)
class MainTest {
  @TempDir Path directory;

  @Test
  void wrongUsageEndsWithTwoAndSaysWhatIsRight() throws Exception {
    Process process = start("--prot", "1");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(output(process)).contains("no option --prot").contains("Usage: server --data DIR");
  }

  @Test
  void aFailureEndsWithOneAndItsRemedy() throws Exception {
    Path file = Files.writeString(directory.resolve("a-file"), "not a directory");
    Process process = start("--data", file.toString());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(output(process))
        .contains("cannot be used")
        .contains("--data DIR")
        .doesNotContain("at dev.halcyon");
  }

  @Test
  void aSampleServerHandsOutOneTimeTokensInAFileForItsOwnerOnly() throws Exception {
    Path handshake = directory.resolve("handshake.json");
    Process process =
        start(
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--sample",
            "--handshake",
            handshake.toString());
    try {
      Eventually.until(
          "the handshake file, or the end of the server",
          () -> Files.exists(handshake) || !process.isAlive());
      Handshake hello = Wire.read(Files.readString(handshake), Handshake.class);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(handshake)))
          .isEqualTo("rw-------");
      assertThat(hello.tokens())
          .containsOnlyKeys("ana", "ben", "ida", "lin", "aud", "pol", "harbor");
      TestClient ana = TestClient.signedIn(URI.create(hello.url()), hello.tokens().get("ana"));
      assertThat(ana.get("/v1/me").as(Account.class).displayName()).isEqualTo("Ana Moreno");
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(output(process)).doesNotContain("tokens");
    assertThat(Files.readString(directory.resolve("data/database.seal")))
        .as("an orderly end leaves the length")
        .doesNotContain("-1");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output.log").toFile())
        .start();
  }

  private String output(Process process) throws IOException {
    assertThat(process.isAlive()).isFalse();
    return Files.readString(directory.resolve("output.log"));
  }
}
