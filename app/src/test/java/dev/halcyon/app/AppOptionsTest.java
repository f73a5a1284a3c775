package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.app.kit.Look;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppOptionsTest {
  @TempDir Path folder;

  private String handshake(String json) throws IOException {
    Path file = folder.resolve("handshake.json");
    Files.writeString(file, json);
    return file.toString();
  }

  @Test
  void theLaunchersOptionsAreRead() throws IOException {
    String file =
        handshake("{\"url\":\"http://127.0.0.1:8080\",\"tokens\":{\"ana\":\"t\",\"lin\":\"u\"}}");
    AppOptions options =
        AppOptions.parse(List.of("--handshake", file, "--data", "d", "--theme", "dark"));
    assertThat(options.server()).contains(URI.create("http://127.0.0.1:8080"));
    assertThat(options.token()).contains("t");
    assertThat(options.data()).isEqualTo(Path.of("d"));
    assertThat(options.appearance()).contains(Look.Appearance.DARK);
    assertThat(options.toString()).doesNotContain("token");
    assertThat(AppOptions.parse(List.of("--handshake", file, "--account", "lin")).token())
        .contains("u");
  }

  @Test
  void aHandshakeThatCannotBeUsedIsNamedWithoutATokenInTheWords() throws IOException {
    String file = handshake("{\"url\":\"http://127.0.0.1:8080\",\"tokens\":{\"lin\":\"s3cret\"}}");
    assertThat(failure("--handshake", file)).contains("'ana'").doesNotContain("s3cret");
    file = handshake("{\"url\":\"nonsense\",\"tokens\":{\"ana\":\"s3cret\"}}");
    assertThat(failure("--handshake", file)).contains(file).doesNotContain("s3cret");
    file = handshake("s3cret");
    assertThat(failure("--handshake", file)).contains(file).doesNotContain("s3cret");
    assertThat(failure("--handshake", file + ".none")).contains("cannot be read");
  }

  private static String failure(String... arguments) {
    UserProblem[] found = new UserProblem[1];
    assertThatThrownBy(() -> AppOptions.parse(List.of(arguments)))
        .isInstanceOfSatisfying(UserProblem.class, problem -> found[0] = problem);
    assertThat(found[0].code()).isEqualTo("app.handshake");
    return found[0].getMessage() + " " + found[0].remedy();
  }

  @Test
  void withoutOptionsThePersonSignsInAndThereIsAFolder() {
    AppOptions options = AppOptions.parse(List.of());
    assertThat(options.server()).isEmpty();
    assertThat(options.token()).isEmpty();
    assertThat(options.data()).isAbsolute();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--frobnicate x", "--server", "--server nonsense", "--theme pink", "--token t"})
  void whatItDoesNotKnowIsNamed(String line) {
    assertThatThrownBy(() -> AppOptions.parse(List.of(line.split(" "))))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("app.arguments");
              assertThat(problem.getMessage()).contains(line.split(" ")[0]);
              assertThat(problem.remedy()).contains("--server");
            });
  }
}
