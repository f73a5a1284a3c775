package dev.halcyon.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedOptionsTest {
  @Test
  void tokensMayComeFromTheServersHandshake(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("handshake.json");
    Files.writeString(
        file, "{\"url\":\"http://127.0.0.1:9/\",\"tokens\":{\"harbor\":\"a\",\"pol\":\"b\"}}");
    FeedOptions options = FeedOptions.parse(List.of("--handshake", file.toString(), "--live"));
    assertThat(options)
        .isEqualTo(new FeedOptions(URI.create("http://127.0.0.1:9/"), "a", "b", true));
    assertThat(options.toString()).doesNotContain("a,").doesNotContain("token");
  }

  @Test
  void aHandshakeWithoutTheSampleAccountsIsNamedWithItsRemedy(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("handshake.json");
    Files.writeString(file, "{\"url\":\"http://127.0.0.1:9/\",\"tokens\":{}}");
    assertThatThrownBy(() -> FeedOptions.parse(List.of("--handshake", file.toString())))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("feed.handshake");
              assertThat(problem.remedy()).contains("--sample --handshake");
            });
  }

  @Test
  void wrongUsageSaysWhatIsMissing() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("--server"),
            List.of("--server", "not an address", "--token", "a", "--policy-token", "b"),
            List.of("--sever", "http://127.0.0.1:9"))) {
      assertThatThrownBy(() -> FeedOptions.parse(wrong))
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(FeedOptions.USAGE_CODE));
    }
  }
}
