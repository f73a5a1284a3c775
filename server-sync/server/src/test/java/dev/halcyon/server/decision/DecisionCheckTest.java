package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Wire;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionCheckTest {
  @ParameterizedTest
  @ValueSource(longs = {-1, 367L * 86_400_000, Long.MAX_VALUE})
  void aHandlingTimeThatNobodyNeededIsRefused(long millis) {
    assertThat(DecisionCheck.shape(request("", millis)).map(Problem::message))
        .hasValueSatisfying(message -> assertThat(message).contains("handlingMillis"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 90_000, 8L * 86_400_000})
  void anyOtherHandlingTimeIsTaken(long millis) {
    assertThat(DecisionCheck.shape(request("", millis))).isEmpty();
  }

  @Test
  void aClauseLongerThanAnyPolicyHasIsRefusedBeforeItIsStoredOrSaidBack() {
    assertThat(DecisionCheck.shape(grounds("B1"))).isEmpty();
    assertThat(DecisionCheck.shape(grounds("B".repeat(900_000))))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.code()).isEqualTo("decision.clause");
              assertThat(problem.message()).hasSizeLessThan(200);
            });
  }

  @Test
  void exceptionsAreNamedOnceWithinReasonAndNotWhenNothingIsDecided() {
    UUID one = UUID.randomUUID();
    assertThat(DecisionCheck.shape(excepting(DecisionAction.ALLOW, List.of(one)))).isEmpty();
    assertThat(DecisionCheck.shape(excepting(DecisionAction.ALLOW, many(500)))).isEmpty();
    for (DecisionRequest refused :
        List.of(
            excepting(DecisionAction.ALLOW, List.of(one, one)),
            excepting(DecisionAction.ALLOW, many(501)),
            excepting(DecisionAction.ESCALATE, List.of(one)))) {
      assertThat(DecisionCheck.shape(refused).map(Problem::code)).contains("decision.exceptions");
    }
  }

  @Test
  void aRequestWithoutExceptionsIsWrittenAsBeforeThereWereAny() {
    assertThat(Wire.write(excepting(DecisionAction.ALLOW, List.of()))).doesNotContain("exceptions");
    DecisionRequest some = excepting(DecisionAction.ALLOW, many(2));
    assertThat(Wire.read(Wire.write(some), DecisionRequest.class)).isEqualTo(some);
  }

  private static List<UUID> many(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  private static DecisionRequest excepting(DecisionAction action, List<UUID> exceptions) {
    return new DecisionRequest(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        action,
        List.of(),
        null,
        null,
        "",
        null,
        Instant.parse("2026-03-01T12:00:00Z"),
        0,
        exceptions);
  }

  private static DecisionRequest noted(String note) {
    return request(note, 0);
  }

  private static DecisionRequest grounds(String clause) {
    return request(Category.HARASSMENT, clause, "", 0);
  }

  private static DecisionRequest request(String note, long handlingMillis) {
    return request(null, null, note, handlingMillis);
  }

  private static DecisionRequest request(
      @Nullable Category category, @Nullable String clause, String note, long handlingMillis) {
    return new DecisionRequest(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        DecisionAction.ALLOW,
        List.of(),
        category,
        clause,
        note,
        null,
        Instant.parse("2026-03-01T12:00:00Z"),
        handlingMillis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00b", "\ude00\ud83d", "nul \0"})
  void aNoteThatIsNoUnicodeTextIsRefused(String note) {
    assertThat(DecisionCheck.shape(noted(note)).map(Problem::code)).contains("decision.note");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "zwei Zeilen\nund \ud83d\ude00"})
  void anyOtherNoteIsTaken(String note) {
    assertThat(DecisionCheck.shape(noted(note))).isEmpty();
  }
}
