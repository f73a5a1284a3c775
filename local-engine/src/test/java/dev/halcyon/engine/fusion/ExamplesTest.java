package dev.halcyon.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.ScanContextForBench;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Comparing by meaning, over a made-up model of two directions. */
class ExamplesTest {
  private static final Map<String, float[]> PLACES =
      Map.of(
          "threat", new float[] {1, 0},
          "menace", new float[] {0.8f, 0.6f},
          "soup", new float[] {0, 1},
          "warning", new float[] {0.96f, 0.28f},
          "salad", new float[] {0.28f, 0.96f});

  private static final Meaning TWO = (text, until) -> Optional.ofNullable(PLACES.get(text));

  private static final PolicyRule RULE =
      new PolicyRule(
          "meant",
          "Meant",
          RuleKind.COMBINATION,
          Category.VIOLENCE,
          "V1",
          List.of("en"),
          Verdict.REVIEW,
          0.6,
          List.of("picture shows knife", "text means threat | menace rather than soup"),
          true);

  private static StageOutcome judge(String text, Meaning meaning) throws InterruptedException {
    ScanContext context =
        ScanContextForBench.english(text, Scans.withRules(Scans.policy(2), List.of(RULE)));
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
    return new CombinationStage(meaning).assess(context);
  }

  @Test
  void nearnessIsTheDifferenceOfTheMeanCosines() throws InterruptedException {
    Part.Means part = new Part.Means(List.of("threat", "menace"), List.of("soup"), 0);
    assertThat(new Meant(new Examples(TWO), Instant.MAX).nearer(part, "warning").orElseThrow())
        .isCloseTo((0.96 + 0.936) / 2 - 0.28, within(1e-6));
  }

  @Test
  void captionThatMeansTheSameAsTheExamplesIsCaught() throws InterruptedException {
    assertThat(judge("warning", TWO).floor()).isEqualTo(Verdict.REVIEW);
    assertThat(judge("salad", TWO).floor()).isEqualTo(Verdict.ALLOW);
    assertThat(judge("salad", TWO).scores()).isEmpty();
  }

  @Test
  void whatNoModelComparedIsNotCleared() throws InterruptedException {
    StageOutcome outcome = judge("warning", Meaning.NONE);
    assertThat(outcome.floor()).isEqualTo(Verdict.REVIEW);
    assertThat(outcome.scores()).isEmpty();
    assertThat(outcome.note()).contains("no model answered");
  }
}
