package dev.halcyon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'source':'a', 'source':'b'} | field source stands twice (line 1, column 2",
        "{'author':{'id':'a','id':'b'}} | field author.id stands twice",
        "{'reports':[{'ground':'hate'},{'ground':'hate','ground':'spam'}]}"
            + " | field reports[1].ground stands twice",
        "{'unheard':{'of':[{'x':1,'x':2}]}} | field unheard.of[0].x stands twice",
        "{'text':'t', 'mediaIds':[], 'text':'u'} | field text stands twice",
        "{'Xyzzy-secret-words':1, 'Xyzzy-secret-words':2} | field … stands twice"
      })
  void aKeyThatStandsTwiceInWhatSomebodySentIsRefusedByItsPath(String json, String where) {
    String sent = json.replace('\'', '"');
    assertThatThrownBy(() -> Wire.readSent(sent, ItemSubmission.class))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("json.malformed");
              assertThat(problem).hasNoCause().hasMessageContaining(where);
              assertThat(problem.getMessage()).doesNotContain(SECRET);
            });
  }

  @Test
  void theSameKeyInOtherObjectsIsNoDouble() {
    OneTimeSignIn read =
        Wire.readSent(
            "{\"token\":\"t\",\"a\":{\"token\":1},\"b\":[{\"token\":2},{\"token\":3}]}",
            OneTimeSignIn.class);
    assertThat(read.token()).isEqualTo("t");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"source\":\"har                  | field source cannot be read, it ends too early",
        "{\"reach\":1.5}                   | field reach is not a whole number",
        "{\"source\":\"harbor\"}          | field reach is missing",
        "{\"reach\":null}                  | field reach is missing",
        "{\"postedAt\":0}                  | field postedAt is not an instant like 2026-",
        "{\"learningConsent\":1}           | field learningConsent is not true or false",
        "{\"mediaIds\":\"a\"}              | field mediaIds is not a list",
        "{\"text\":5}                      | field text is not text",
        "[]                                | the document is not the JSON of ItemSubmission",
      })
  void whatIsWrongIsSaidInTheWordsOfJson(String json, String words) {
    assertThatThrownBy(() -> Wire.read(json, ItemSubmission.class))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(words);
  }

  @Test
  void aNullInAListIsRefusedByItsPath() {
    assertThatThrownBy(() -> Wire.read("{\"decisions\":[null]}", DecisionBatch.class))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("field decisions[0]");
    assertThatThrownBy(() -> Wire.read("{\"mediaIds\":[\"a\",\"b\",null]}", ItemSubmission.class))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("field mediaIds[2]");
    assertThatThrownBy(
            () -> Wire.read("{\"decisions\":[{\"restrictions\":[null]}]}", DecisionBatch.class))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("field decisions[0].restrictions[0]");
    assertThatThrownBy(() -> Wire.read("{\"roles\":[null]}", Account.class))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("field roles[0]");
  }

  /** Each names a field, a value of the wrong kind, and the record it stands in. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text            | 5                       | ItemSubmission",
        "text            | 5.5                     | ItemSubmission",
        "text            | true                    | ItemSubmission",
        "reach           | '\"5\"'                 | ItemSubmission",
        "reach           | 5.5                     | ItemSubmission",
        "reach           | true                    | ItemSubmission",
        "reach           | '\"\"'                  | ItemSubmission",
        "learningConsent | 1                       | ItemSubmission",
        "learningConsent | '\"true\"'              | ItemSubmission",
        "surface         | 1                       | ItemSubmission",
        "surface         | true                    | ItemSubmission",
        "postedAt        | 1700000000              | ItemSubmission",
        "postedAt        | '\"1700000000\"'        | ItemSubmission",
        "postedAt        | '\"\"'                  | ItemSubmission",
        "postedAt        | '\"yesterday\"'         | ItemSubmission",
        "mediaIds        | '\"one\"'               | ItemSubmission",
        "mediaIds[0]     | [7]                     | ItemSubmission",
        "id              | '\"\"'                  | DecisionRequest",
        "id              | 7                       | DecisionRequest",
        "leaseToken      | '\"7\"'                 | DecisionRequest",
        "category        | 7                       | DecisionRequest",
        "note            | 7                       | DecisionRequest",
      })
  void aValueOfAnotherKindIsRefusedByItsPath(String field, String value, String type)
      throws ClassNotFoundException {
    Class<?> record = Class.forName("dev.halcyon.protocol." + type);
    String json = "{\"" + field.replace("[0]", "") + "\":" + value + "}";
    assertThatThrownBy(() -> Wire.read(json, record))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("field " + field + " is not");
  }

  @Test
  void aWholeNumberIsAFractionTooAndAnInstantMayHaveAnOffset() {
    assertThat(
            Wire.read("{\"category\":\"spam\",\"weight\":1,\"source\":\"x\"}", Evidence.class)
                .weight())
        .isEqualTo(1.0);
    assertThat(Wire.read("\"2026-03-01T12:00:00+02:00\"", Instant.class))
        .isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
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

  @Test
  void weightsAreWrittenInOneOrderWhateverOrderTheyCameIn() {
    Map<String, Double> one = new LinkedHashMap<>();
    Map<String, Double> other = new LinkedHashMap<>();
    List<String> witnesses = List.of("text", "sound", "image", "conversation", "author");
    witnesses.forEach(each -> one.put(each, 0.5));
    witnesses.reversed().forEach(each -> other.put(each, 0.5));
    assertThat(Wire.write(weighed(one)))
        .isEqualTo(Wire.write(weighed(other)))
        .containsSubsequence("author", "conversation", "image", "sound", "text");
  }

  private static CategoryPolicy weighed(Map<String, Double> weights) {
    return new CategoryPolicy(
        Category.HATE, "Hate", SeverityBand.SEVERE, Priority.P1, List.of(), List.of(), weights);
  }
}
