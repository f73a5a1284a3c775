package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoreBoardTest {
  private static final ModelRef MODEL = new ModelRef("m", "1", "", "cpu");

  @Test
  void categoriesStandByWhatAllTiersTogetherSay() {
    ScoreBoard board = ScoreBoard.of(Cases.text().detail().assessments());
    assertThat(board.categories())
        .extracting(ScoreBoard.Line::category)
        .containsExactly(Category.HATE, Category.HARASSMENT, Category.VIOLENCE);
    assertThat(board.quiet()).isEqualTo(1);
    assertThat(board.categories().getFirst().dots())
        .extracting(ScoreBoard.Dot::tier)
        .containsExactly(Tier.RULES, Tier.CLASSIFIER, Tier.FUSION);
    assertThat(board.categories().getFirst().leading().tier()).isEqualTo(Tier.FUSION);
  }

  @Test
  void aStageThatCouldNotJudgeIsListedAndNotScored() {
    ScoreBoard board = ScoreBoard.of(Cases.arabic().detail().assessments());
    assertThat(board.silent()).extracting(Assessment::stage).containsExactly("text.linear");
  }

  @Test
  void ofAStageThatSpokeTwiceTheLaterWordCounts() {
    Assessment late =
        Cases.assessment(
            Tier.CLASSIFIER, "text.linear", MODEL, Cases.score(Category.HATE, 0.9, null));
    Assessment early =
        new Assessment(
            late.id(),
            late.tier(),
            late.stage(),
            late.status(),
            "",
            late.verdict(),
            List.of(Cases.score(Category.HATE, 0.3, null)),
            List.of(),
            MODEL,
            late.policy(),
            "",
            late.origin(),
            0,
            0,
            late.at().minusSeconds(60));
    assertThat(ScoreBoard.of(List.of(late, early)).categories().getFirst().highest())
        .isEqualTo(0.9);
  }

  @Property(tries = 200)
  void marksOnTheAxisNeverCoverEachOther(
      @ForAll @Size(max = 12) List<@DoubleRange(min = 0, max = 300) Double> at) {
    double[] positions = at.stream().mapToDouble(d -> d).toArray();
    int[] lanes = ScoreAxis.lanes(positions, 11);
    for (int i = 0; i < lanes.length; i++) {
      for (int j = 0; j < i; j++) {
        if (lanes[i] == lanes[j]) {
          assertThat(Math.abs(positions[i] - positions[j])).isGreaterThanOrEqualTo(11);
        }
      }
    }
    Set<Integer> used = new HashSet<>();
    Arrays.stream(lanes).forEach(used::add);
    assertThat(used).allMatch(lane -> lane == 0 || used.contains(lane - 1));
  }

  @Test
  void scoresOutsideTheAxisStandAtItsEnds() {
    assertThat(ScoreAxis.position(-1, 100)).isZero();
    assertThat(ScoreAxis.position(0.65, 100)).isEqualTo(65);
    assertThat(ScoreAxis.position(7, 100)).isEqualTo(100);
    assertThat(ScoreAxis.position(Double.NaN, 100)).isZero();
  }
}
