package dev.halcyon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireToleranceTest {
  private static final String SECRET = "Xyzzy-secret-words";

  @Test
  void thePackageHoldsTheRecordsThatTheTestsMeanToCover() {
    assertThat(WireTypes.records())
        .contains(CaseDetail.class, ItemSubmission.class, Evidence.Words.class, Session.class)
        .hasSizeGreaterThan(50);
    assertThat(WireTypes.enums()).contains(Verdict.class, Role.class).hasSizeGreaterThan(15);
  }

  @TestFactory
  List<DynamicTest> aValueOfANewerPeerBecomesUnknown() {
    return WireTypes.enums().stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.getSimpleName(),
                    () -> {
                      Object read = Wire.read("\"a_value_of_the_future\"", type);
                      assertThat(((Enum<?>) read).name()).isEqualTo("UNKNOWN");
                    }))
        .toList();
  }

  @Test
  void anUnknownRoleInAnAccountIsKeptAsUnknown() {
    Account account =
        Wire.read(
            "{\"id\":\"00000000-0000-7000-8000-000000000001\",\"name\":\"ana\","
                + "\"displayName\":\"Ana\",\"roles\":[\"REVIEWER\",\"CURATOR\"]}",
            Account.class);
    assertThat(account.roles()).containsExactlyInAnyOrder(Role.REVIEWER, Role.UNKNOWN);
    assertThat(account.languages()).isEmpty();
  }

  @Test
  void evidenceOfANewerKindStaysVisibleAsUnrecognised() {
    Evidence evidence =
        Wire.read(
            "{\"kind\":\"smell\",\"category\":\"hate\",\"weight\":0.5,\"source\":\"model:nose\","
                + "\"intensity\":9}",
            Evidence.class);
    assertThat(evidence).isEqualTo(new Evidence.Unrecognised(Category.HATE, 0.5, "model:nose"));
    assertThat(Wire.read(Wire.write(evidence), Evidence.class)).isEqualTo(evidence);
  }

  @Test
  void evidenceWithoutAKindStaysVisibleAsUnrecognised() {
    assertThat(
            Wire.read("{\"category\":\"spam\",\"weight\":1,\"source\":\"rule:x\"}", Evidence.class))
        .isEqualTo(new Evidence.Unrecognised(Category.SPAM, 1, "rule:x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n\"token\": " + SECRET + "\n}",
        "{\n\"token\": \"" + SECRET + "\"\n}",
        "{\n\"token\": 1 \"" + SECRET + "\": 2}",
        "{\n\"token\": [\"" + SECRET + "\"]}",
        "{\n\"token\": 1} " + SECRET,
        "{\n\"token\": 1} {\"token\": 2}",
        "{\n\"" + SECRET,
        "{\n\"token\": null}",
      })
  void malformedJsonIsNamedByLineAndColumnAndNeverQuoted(String json) {
    UserProblem problem =
        catchThrowableOfType(UserProblem.class, () -> Wire.read(json, LeaseRequest.class));
    assertThat(problem).isNotNull();
    assertThat(problem.code()).isEqualTo("json.malformed");
    assertThat(problem.getMessage())
        .contains("LeaseRequest")
        .containsPattern("line 2, column \\d+")
        .doesNotContain(SECRET)
        .doesNotContain("Xyzzy");
    assertThat(problem.remedy()).isNotBlank();
    for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
      assertThat(String.valueOf(cause.getMessage())).doesNotContain("Xyzzy");
    }
  }

  @Test
  void theFieldAtFaultIsNamedByItsPath() {
    assertThatThrownBy(
            () ->
                Wire.read(
                    "{\"author\":{\"id\":\"a\",\"displayName\":\"b\",\"accountAgeDays\":\"old\","
                        + "\"minor\":false}}",
                    ItemSubmission.class))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("author.accountAgeDays")
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("\"old\"");
  }

  @Test
  void aNullInAListIsRefusedAndNotAFailureOfTheServer() {
    assertThatThrownBy(() -> Wire.read("{\"decisions\":[null]}", DecisionBatch.class))
        .isInstanceOf(UserProblem.class);
  }

  @Test
  void endlessNestingIsRefusedAndNotAStackOverflow() {
    assertThatThrownBy(() -> Wire.read("[".repeat(200_000), DecisionBatch.class))
        .isInstanceOf(UserProblem.class);
    assertThatThrownBy(() -> Wire.read("{\"x\":" + "[".repeat(200_000) + "]", DecisionBatch.class))
        .isInstanceOf(UserProblem.class);
  }

  @Test
  void theLiteralNullAndTheEmptyTextAreRefused() {
    assertThatThrownBy(() -> Wire.read("null", LeaseRequest.class)).isInstanceOf(UserProblem.class);
    assertThatThrownBy(() -> Wire.read("", LeaseRequest.class)).isInstanceOf(UserProblem.class);
  }

  @Test
  void aSessionNeverShowsItsTokenWhenPrinted() {
    Session session =
        new Session(
            SECRET, Instant.EPOCH, new Account(new UUID(0, 1), "ana", "Ana", Set.of(), List.of()));
    assertThat(session.toString()).doesNotContain(SECRET);
    assertThat(Wire.write(session)).contains(SECRET);
  }
}
