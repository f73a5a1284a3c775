package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.halcyon.assets.Assets;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema that editors are given says what the reader says of a document's shape. */
class PolicySchemaTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(
              new String(Assets.bytes("policies/policy.schema.json"), StandardCharsets.UTF_8));

  private static final String SMALL =
      """
      id: test
      version: 3
      title: Test
      review_hides: true
      sla: [{priority: P1, seconds: 60, raise_at_reach: 10}]
      stages: [{stage: text.rules}, {stage: image.nsfw, calibration: "mine@2+0123456789ab"}]
      categories:
        - category: spam
          title: Spam
          severity: neutral
          priority: P1
          thresholds: [{review: 0.5, block: 0.9}, {language: de, audience: minors, review: 0.4, block: 0.9}]
          clauses: [{id: A1, title: Scam, definition: A scam.}]
          weights: {text: 0.5}
      queues:
        - {id: up, title: Up, escalation: true}
        - {id: all, title: All}
        - {id: german, title: German, languages: [de], skills: [german-law]}
      routing:
        - {id: minors, title: Places for minors, queue: german, audiences: [minors], regions: [DE], sources: [authority]}
      rules:
        - {id: r1, title: Rule, kind: pattern, category: spam, clause: A1, terms: ['free']}
      clocks:
        - {id: c1, title: A law, sources: [authority], grounds: [spam], seconds: 3600, orders: carry_out}
      judge: {ask_from: 0.4, may_leave: [spam]}
      clusters: {join: true, near_follow: false, most: 500}
      wellness:
        zone: Europe/Berlin
        break_seconds: 600
        case_seconds: 15
        weights: {text: 0.5, filtered: 1, sharp: 2, sound: 1.5}
        budgets: [{of: severe, stretch: 3000, day: 14400, week: 54000}, {of: p0, stretch: 1800}]
        rotation: {after_cases: 8, after_seconds: 900, neutral_cases: 2, interleave: 0.25, above_mean: 0.3, spare: 0.6}
        at_limit: {effect: escalate, before_seconds: 240}
        breaks: {remind_after: 3000, lock_after: 3600, length: 601, snooze: 301, snoozes: 2}
      overlays:
        DE:
          title: There
          rules: [{id: r1, score: 0.5}]
      """;

  static Iterable<Integer> versions() {
    return PolicyDocuments.SHIPPED_VERSIONS;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itTakesWhatShips(int version) {
    assertThat(complaints(PolicyDocuments.shippedText(version))).isEmpty();
  }

  @Test
  void itTakesADocumentWithEveryBlock() {
    PolicyDocuments.read(SMALL, "my.yaml");
    assertThat(complaints(SMALL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "version: 3 ~ version: x",
        "version: 3 ~ version: 0",
        "title: Test ~ titel: Test",
        "review_hides: true ~ review_hides: perhaps",
        "priority: P1, seconds ~ priority: P9, seconds",
        "seconds: 60 ~ seconds: 0",
        "stages: [{stage: text.rules}, ~ stages: [text.rules, ",
        "mine@2+0123456789ab ~ mine@2",
        "category: spam ~ category: spma",
        "severity: neutral ~ severity: mild",
        "review: 0.5 ~ review: 1.5",
        "{review: 0.5, block: 0.9} ~ {review: 0.5}",
        "language: de ~ language: german",
        "audience: minors ~ audience: children",
        "definition: A scam. ~ definitions: A scam.",
        "weights: {text: 0.5} ~ weights: {smell: 0.5}",
        "escalation: true ~ escalation: 7",
        "kind: pattern ~ kind: magic",
        "terms: ['free'] ~ terms: []",
        "{id: r1, title: Rule ~ {title: Rule",
        "sources: [authority] ~ sources: [court]",
        "grounds: [spam] ~ grounds: [noise]",
        "seconds: 3600 ~ second: 3600",
        "orders: carry_out ~ orders: obey",
        "ask_from: 0.4 ~ ask_from: 4",
        "may_leave: [spam] ~ may_leave: [child_safety]",
        "queue: german, audiences ~ audiences",
        "queue: german, audiences ~ queues: german, audiences",
        "regions: [DE] ~ regions: [Germany]",
        "audiences: [minors] ~ audiences: [children]",
        "skills: [german-law] ~ skills: [German law]",
        "near_follow: false ~ near_follow: perhaps",
        "most: 500 ~ most: 0",
        "join: true ~ joins: true",
        "zone: Europe/Berlin ~ zone: 5",
        "zone: Europe/Berlin ~ zones: Europe/Berlin",
        "break_seconds: 600 ~ break_seconds: 5",
        "case_seconds: 15 ~ case_seconds: -1",
        "sharp: 2, ~ sharp: 0,",
        "sharp: 2, ~ sharp: 200,",
        "of: p0 ~ of: P9",
        "of: p0, stretch: 1800 ~ of: p0",
        "day: 14400 ~ day: 99999",
        "neutral_cases: 2 ~ neutral_cases: 0",
        "interleave: 0.25 ~ interleave: 25",
        "above_mean: 0.3 ~ above_mean: -1",
        "effect: escalate ~ effect: shrug",
        "before_seconds: 240 ~ before: 240",
        "length: 601 ~ length: 6",
        "snoozes: 2 ~ snoozes: many",
        "  DE: ~   ZZ:",
        "  title: There ~   titel: There",
        "{id: r1, score: 0.5} ~ {id: r1, score: 5}"
      })
  void itRefusesWhatTheReaderRefusesForItsShape(String find, String replace) {
    assertThat(SMALL).contains(find);
    String wrong = SMALL.replaceFirst(java.util.regex.Pattern.quote(find), replace);
    assertThatThrownBy(() -> PolicyDocuments.read(wrong, "my.yaml"))
        .isInstanceOf(UserProblem.class);
    assertThat(complaints(wrong)).isNotEmpty();
  }

  private static Set<ValidationMessage> complaints(String yaml) {
    try {
      return SCHEMA.validate(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
