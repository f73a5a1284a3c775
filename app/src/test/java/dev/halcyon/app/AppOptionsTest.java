package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.app.kit.Look;
import dev.halcyon.protocol.UserProblem;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppOptionsTest {
  @Test
  void theLaunchersOptionsAreRead() {
    AppOptions options =
        AppOptions.parse(
            List.of(
                "--server",
                "http://127.0.0.1:8080",
                "--token",
                "t",
                "--data",
                "d",
                "--theme",
                "dark"));
    assertThat(options.server()).contains(URI.create("http://127.0.0.1:8080"));
    assertThat(options.token()).contains("t");
    assertThat(options.data()).isEqualTo(Path.of("d"));
    assertThat(options.appearance()).contains(Look.Appearance.DARK);
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
      strings = {"--frobnicate x", "--server", "--server nonsense", "--theme pink", "--token"})
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
