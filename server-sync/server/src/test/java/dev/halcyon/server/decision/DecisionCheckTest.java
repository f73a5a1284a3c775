package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionCheckTest {
  @Test
  void aNegativeHandlingTimeIsRefused() {
    assertThat(DecisionCheck.shape(request("", -1)).map(Problem::message))
        .hasValueSatisfying(message -> assertThat(message).contains("handlingMillis"));
    assertThat(DecisionCheck.shape(request("", 0))).isEmpty();
  }

  private static DecisionRequest noted(String note) {
    return request(note, 0);
  }

  private static DecisionRequest request(String note, long handlingMillis) {
    return new DecisionRequest(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        1,
        DecisionAction.ALLOW,
        List.of(),
        null,
        null,
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
