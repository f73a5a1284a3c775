package dev.halcyon.server.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
  @TempDir Path folder;

  @BeforeEach
  void secrets() throws IOException {
    Files.writeString(
        folder.resolve("good"), "whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcy4uLi4=\n");
    Files.writeString(folder.resolve("short"), "whsec_c2hvcnQ=");
    Files.writeString(folder.resolve("odd"), "not base64 at all!");
  }

  private Connections read(String json) throws IOException {
    return Connections.read(Files.writeString(folder.resolve("connections.json"), json));
  }

  @Test
  void theOperatorsFileIsRead() throws IOException {
    Connections read =
        read(
            """
            {"webhooks": [{"name": "harbor", "url": "https://hooks.example.org/halcyon",
               "secretFiles": ["good"], "sources": ["harbor-social"], "kinds": ["item.verdict"]}],
             "mediaOrigins": ["https://CDN.example.org:443", "http://other.example.org:8080"]}
            """);
    assertThat(read.webhooks()).hasSize(1);
    assertThat(read.webhooks().getFirst().takes(EffectKind.ITEM_VERDICT, "harbor-social")).isTrue();
    assertThat(read.webhooks().getFirst().takes(EffectKind.ITEM_VERDICT, "other")).isFalse();
    assertThat(read.webhooks().getFirst().takes(EffectKind.NOTICE_OUTCOME, "harbor-social"))
        .isFalse();
    assertThat(read.mediaOrigins())
        .containsExactlyInAnyOrder("https://cdn.example.org", "http://other.example.org:8080");
    assertThat(read.privateAddresses()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"webhooks\": [{}]} | webhooks[0].name",
        "{\"kafka\": {}} | kafka.servers",
        "{\"kafka\": {\"servers\": \"broker\", \"items\": \"a\"}} | kafka.servers",
        "{\"kafka\": {\"servers\": \"broker:9092\"}} | kafka names no topic",
        "{\"kafka\": {\"servers\": \"b:1\", \"items\": \"a b\"}} | kafka.items",
        "{\"kafka\": {\"servers\": \"b:1\", \"items\": \"a\","
            + " \"settingsFile\": \"none\"}} | kafka.settingsFile",
        "{\"webhooks\": [{\"name\": \"a\"}]} | webhooks[0].url",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"ftp://a/\"}]} | webhooks[0].url",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://me:pw@a/\"}]} | webhooks[0].url",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://a/\"}]} | webhooks[0].secretFiles",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://a/\", \"secretFiles\": [\"no\"]}]} |"
            + " no, which cannot be read",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://a/\", \"secretFiles\": [\"short\"]}]}"
            + " | 24 to 64 bytes",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://a/\", \"secretFiles\": [\"odd\"]}]} |"
            + " 24 to 64 bytes",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://a/\", \"secretFiles\": [\"good\"],"
            + " \"kinds\": [\"item.lost\"]}]} | webhooks[0].kinds",
        "{\"webhooks\": [{\"name\": \"a\", \"url\": \"https://a/\", \"secretFiles\": [\"good\"]},"
            + " {\"name\": \"a\", \"url\": \"https://b/\", \"secretFiles\": [\"good\"]}]} | used"
            + " twice",
        "{\"mediaOrigins\": [\"https://a/path\"]} | mediaOrigins[0]",
        "{\"mediaOrigins\": [\"a.example\"]} | mediaOrigins[0]",
        "{\"mediaOrgins\": []} | mediaOrgins",
        "{\"privateAddresses\": 1} | privateAddresses",
        "{ | connections.json",
      })
  void whatIsWrongInItIsNamedByItsPlace(String json, String words) {
    UserProblem problem = catchThrowableOfType(UserProblem.class, () -> read(json));
    assertThat(problem).isNotNull();
    assertThat(problem.code()).startsWith("connections.");
    assertThat(problem.getMessage()).contains(words.strip());
    assertThat(problem.remedy()).isNotBlank();
    assertThat(problem.getMessage()).doesNotContain("not base64 at all");
  }
}
