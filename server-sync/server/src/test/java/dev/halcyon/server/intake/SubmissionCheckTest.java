package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.outside.Connections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionCheckTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String GOOD =
      """
      {"source":"harbor","externalId":"1","surface":"POST","language":"en","region":"DE",
       "author":{"id":"a","displayName":"A","accountAgeDays":3,"minor":false},"text":"hello",
       "conversation":[{"authorId":"b","authorName":"B","text":"hi","at":"2026-03-01T11:00:00Z"}],
       "postedAt":"2026-03-01T11:59:00Z","reach":10,"learningConsent":false,
       "reports":[{"source":"USER","reporterId":"c","receivedAt":"2026-03-01T11:59:30Z"}]}
      """;

  private final SubmissionCheck check =
      new SubmissionCheck(
          Clock.fixed(NOON, ZoneOffset.UTC),
          new Connections(List.of(), Set.of("https://media.example"), false));

  private void check(String pointer, String field, String json) throws Exception {
    ObjectNode tree = (ObjectNode) Wire.mapper().readTree(GOOD);
    ((ObjectNode) tree.at(pointer)).set(field, Wire.mapper().readTree(json));
    check.check(Wire.read(tree.toString(), ItemSubmission.class));
  }

  @Test
  void aGoodItemPasses() {
    assertThatCode(() -> check.check(Wire.read(GOOD, ItemSubmission.class)))
        .doesNotThrowAnyException();
  }

  @Test
  void theItemThatTheProtocolsPageShowsPasses() throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "protocol.md"));
    String shown = page.substring(page.indexOf("```json") + 7);
    ItemSubmission item = Wire.read(shown.substring(0, shown.indexOf("```")), ItemSubmission.class);
    assertThat(item.text()).isNotEmpty();
    assertThatCode(() -> check.check(item)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|source|null|source is missing",
        "''|source|\"  \"|source is empty",
        "''|externalId|null|externalId is missing",
        "''|surface|null|surface is missing",
        "''|language|\"English\"|language is no ISO 639-1 code",
        "''|language|\"eng-ABCDEFGH-ABCDEFGH\"|language is no ISO 639-1 code",
        "''|region|\"de\"|region is no ISO 3166-1",
        "''|region|null|region is missing",
        "''|author|null|author is missing",
        "''|postedAt|null|postedAt is missing",
        "''|postedAt|\"2026-03-01T12:06:00Z\"|postedAt lies in the future",
        "''|postedAt|\"1901-03-01T12:06:00Z\"|postedAt lies before 1970",
        "''|reach|-1|reach is negative",
        "''|mediaUrls|[\"https://other.example/a.jpg\"]|mediaUrls[0] has an origin",
        "''|mediaUrls|[\"http://media.example/a.jpg\"]|mediaUrls[0] has an origin",
        "''|mediaUrls|[\"https://media.example:8443/a.jpg\"]|mediaUrls[0] has an origin",
        "''|mediaUrls|[\"https://media.example.evil.test/a\"]|mediaUrls[0] has an origin",
        "''|mediaUrls|[\"https://media.example@evil.test/a\"]|mediaUrls[0] holds a user name",
        "''|mediaUrls|[\"file:///etc/passwd\"]|mediaUrls[0] has an origin",
        "''|mediaUrls|[\"https://media.example/a b\"]|mediaUrls[0] is no web address",
        "''|mediaUrls|[\"\"]|mediaUrls[0] is empty",
        "''|text|\"\"|text is empty and there is no media",
        "''|text|\"a\\ud800b\"|text holds half of a surrogate pair at position 1",
        "''|text|\"a\\ude00b\"|text holds half of a surrogate pair at position 1",
        "''|text|\"ab\\u0000\"|text holds U+0000 at position 2",
        "''|mediaIds|[\"../../etc/passwd\"]|mediaIds[0] is no media id",
        "/author|id|null|author.id is missing",
        "/author|displayName|null|author.displayName is missing",
        "/author|accountAgeDays|-1|author.accountAgeDays is negative",
        "/conversation/0|text|null|conversation[0].text is missing",
        "/conversation/0|at|\"2027-03-01T12:06:00Z\"|conversation[0].at lies in the future",
        "/conversation/0|replyTo|0|conversation[0].replyTo names no earlier message",
        "/reports/0|reporterId|null|reports[0].reporterId is missing",
        "/reports/0|receivedAt|null|reports[0].receivedAt is missing",
      })
  void aFaultIsNamedByItsPath(String pointer, String field, String json, String message) {
    UserProblem problem =
        catchThrowableOfType(UserProblem.class, () -> check(pointer, field, json));
    assertThat(problem).isNotNull().hasMessageContaining(message);
    assertThat(problem.code()).isEqualTo("item.invalid");
    assertThat(problem.remedy()).isNotBlank();
  }

  @Test
  void textIsLimitedInBytesAndTheLimitIsInclusive() throws Exception {
    String half = "ö".repeat(SubmissionCheck.TEXT_BYTES / 2 - 1);
    assertThatCode(() -> check("", "text", Wire.write(half))).doesNotThrowAnyException();
    UserProblem problem =
        catchThrowableOfType(UserProblem.class, () -> check("", "text", Wire.write(half + "a")));
    assertThat(problem.code()).isEqualTo("item.too_large");
    assertThat(problem).hasMessageContaining(String.valueOf(SubmissionCheck.TEXT_BYTES + 1));
  }

  @Test
  void longNamesAreRefused() {
    UserProblem problem =
        catchThrowableOfType(
            UserProblem.class, () -> check("", "externalId", Wire.write("x".repeat(301))));
    assertThat(problem).hasMessageContaining("externalId has 301 characters; 300 are allowed");
  }

  @Test
  void aSurfaceOfANewerPlatformIsTaken() {
    assertThatCode(() -> check("", "surface", "\"HOLOGRAM\"")).doesNotThrowAnyException();
  }
}
