package dev.halcyon.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.ScanContextForBench;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parts that ask what words may be meant as, over the shipped head and made-up points. */
class IntendsTest {
  /** Lies where the head is surest of a threat, or where it is surest of none. */
  private static final Meaning POINTS =
      (text, until) -> {
        float[] row = Intents.shipped().weights("threat");
        float[] point = new float[row.length - 1];
        double square = 0;
        for (int i = 0; i < point.length; i++) {
          square += row[i] * row[i];
        }
        float sign = text.contains("menace") ? 1 : -1;
        for (int i = 0; i < point.length; i++) {
          point[i] = (float) (sign * row[i] / Math.sqrt(square));
        }
        return Optional.of(point);
      };

  private static PolicyRule rule(String... terms) {
    return new PolicyRule(
        "meant",
        "Meant",
        RuleKind.COMBINATION,
        Category.VIOLENCE,
        "V1",
        List.of("en"),
        Verdict.REVIEW,
        0.6,
        List.of(terms),
        true);
  }

  private static StageOutcome judge(String text, String printed, PolicyRule rule)
      throws InterruptedException {
    ScanContext context =
        ScanContextForBench.english(text, Scans.withRules(Scans.newest(), List.of(rule)));
    context
        .observations()
        .add(
            new Observation(
                Observation.Kind.OBJECT,
                "knife",
                0.9,
                "picture",
                0,
                0,
                Optional.of(new Box(0, 0, 1, 1))));
    context
        .observations()
        .add(
            new Observation(Observation.Kind.WORDS, printed, 1, "picture", 0, 0, Optional.empty()));
    return new CombinationStage(POINTS).assess(context);
  }

  @Test
  void wordsCountInThePlacesNamedAndPointToWhereTheyStand() throws InterruptedException {
    PolicyRule both = rule("picture shows knife", "text,picture intends threat");
    assertThat(judge("menace", "soup", both).evidence())
        .hasAtLeastOneElementOfType(Evidence.Words.class);
    assertThat(judge("soup", "menace", both).evidence())
        .hasAtLeastOneElementOfType(Evidence.Frame.class);
    assertThat(judge("soup", "salad", both).scores()).isEmpty();
    PolicyRule text = rule("picture shows knife", "text intends threat");
    assertThat(judge("soup", "menace", text).scores()).isEmpty();
  }

  @Test
  void anIntentNobodyTrainedIsRefusedWithThoseThatAre() {
    PolicyRule rule = rule("picture shows knife", "text intends mischief");
    assertThatThrownBy(() -> judge("menace", "", rule))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("mischief")
        .satisfies(e -> assertThat(((UserProblem) e).remedy()).contains("threat", "farewell"));
  }
}
