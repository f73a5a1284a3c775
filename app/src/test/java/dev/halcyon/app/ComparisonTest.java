package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.reasoning.LocalRescan.Pair;
import dev.halcyon.app.reasoning.LocalRescan.Reason;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static Assessment linear(String version, double score) {
    return Cases.assessment(
        Tier.CLASSIFIER,
        "text.linear",
        new ModelRef("text-linear", version, "", "cpu"),
        Cases.score(Category.HATE, score, Cases.USUAL));
  }

  @Test
  void anotherModelVersionIsNamedAsTheReason() {
    List<Pair> pairs =
        Comparison.of(List.of(linear("1.0.0", 0.82)), List.of(linear("1.1.0", 0.91)));
    assertThat(pairs.getFirst().reasons())
        .containsExactly(new Reason(Reason.Kind.MODEL_VERSION, "1.0.0", "1.1.0"));
  }

  @Test
  void equalScoresNeedNoReason() {
    assertThat(Comparison.of(List.of(linear("1", 0.5)), List.of(linear("2", 0.502))))
        .allMatch(pair -> pair.reasons().isEmpty());
  }

  @Test
  void aStageThatFailedHereStandsBesideTheServersWithItsStatus() {
    Assessment server = linear("1", 0.5);
    Assessment local =
        Cases.assessment(
            Tier.CLASSIFIER, "text.linear", server.model(), AssessmentStatus.FAILED, "died");
    Pair pair = Comparison.of(List.of(server), List.of(local)).getFirst();
    assertThat(pair.local()).isNull();
    assertThat(pair.reasons()).containsExactly(new Reason(Reason.Kind.STATUS, "OK", "FAILED"));
  }

  @Test
  void differencesComeFirst() {
    Assessment rules =
        Cases.assessment(
            Tier.RULES,
            "text.rules",
            new ModelRef("rules", "1", "", "jvm"),
            Cases.score(Category.SPAM, 1, null));
    assertThat(Comparison.of(List.of(rules, linear("1", 0.3)), List.of(rules, linear("2", 0.6))))
        .extracting(Pair::stage)
        .containsExactly("text.linear", "text.rules");
  }
}
