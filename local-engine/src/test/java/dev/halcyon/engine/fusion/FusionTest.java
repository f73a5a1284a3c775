package dev.halcyon.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.Scans;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FusionTest {
  private static final Thresholds THRESHOLDS =
      new Thresholds(Scans.policy(2), "en", "US", Surface.POST);

  private static Assessment said(String stage, double score) {
    return said(stage, score, AssessmentStatus.OK);
  }

  private static Assessment said(String stage, double score, AssessmentStatus status) {
    return new Assessment(
        new UUID(0, 1),
        Tier.CLASSIFIER,
        stage,
        status,
        "",
        Verdict.ALLOW,
        List.of(new CategoryScore(Category.SEXUAL, score, null)),
        List.of(),
        new ModelRef("m", "1", "", "jvm"),
        new PolicyRef("p", 1, null),
        "",
        Origin.LOCAL,
        0,
        0,
        Instant.EPOCH);
  }

  private static final AuthorHistory CLEAN = new AuthorHistory("a", 3, 0, List.of());

  private static double fused(Assessment... assessments) {
    return fused(THRESHOLDS, Map.of(), CLEAN, assessments);
  }

  private static double fused(
      Thresholds thresholds,
      Map<Category, Double> background,
      AuthorHistory history,
      Assessment... assessments) {
    return new Fusion(thresholds, background)
        .scores(List.of(assessments), history)
        .getFirst()
        .score();
  }

  @Test
  void theDeepTierSpeaksForTheLinearOneWhereItSpokeAndRulesAreNeverOutvoted() {
    assertThat(fused(said("text.linear", 0.8), said("text.deep", 0.3))).isEqualTo(0.3);
    assertThat(fused(said("text.rules", 0.7), said("text.linear", 0.8), said("text.deep", 0.3)))
        .isEqualTo(0.7);
    Assessment late = said("text.deep", 0.3, AssessmentStatus.FAILED);
    assertThat(fused(said("text.linear", 0.8), late)).isEqualTo(0.8);
  }

  private static AuthorHistory removed(int times, Category category) {
    List<PastDecision> decisions = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      decisions.add(decided(i, DecisionAction.REMOVE, category, false));
    }
    return new AuthorHistory("a", 3, times, decisions);
  }

  private static PastDecision decided(
      int item, DecisionAction action, Category category, boolean byMachine) {
    return new PastDecision(
        UUID.randomUUID(),
        new UUID(0, item),
        action,
        List.of(),
        category,
        null,
        "",
        byMachine,
        byMachine ? null : "ana",
        new PolicyRef("p", 1, null),
        Instant.EPOCH,
        "");
  }

  @Test
  void decisionsThatNoLongerStandAndThoseOfMachinesSayNothing() {
    List<PastDecision> decisions =
        List.of(
            decided(1, DecisionAction.ALLOW, Category.SEXUAL, false),
            decided(1, DecisionAction.REMOVE, Category.SEXUAL, false),
            decided(2, DecisionAction.REMOVE, Category.SEXUAL, true));
    AuthorHistory history = new AuthorHistory("a", 3, 1, decisions);
    assertThat(fused(THRESHOLDS, Map.of(), history, said("text.linear", 0.3))).isEqualTo(0.3);
  }

  private static Thresholds weighted(Map<String, Double> weights) {
    CategoryPolicy sexual = Scans.policy(2).category(Category.SEXUAL);
    CategoryPolicy other =
        new CategoryPolicy(
            sexual.category(),
            sexual.title(),
            sexual.severity(),
            sexual.priority(),
            sexual.clauses(),
            sexual.thresholds(),
            weights);
    return new Thresholds(
        Scans.withCategories(Scans.policy(2), List.of(other)), "en", "US", Surface.POST);
  }

  @Test
  void policyWeighsWhatAWitnessAdds() {
    Assessment text = said("text.linear", 0.4);
    Assessment image = said("image.nsfw", 0.4);
    assertThat(fused(weighted(Map.of("image", 0.5)), Map.of(), CLEAN, text, image))
        .isCloseTo(1 - 0.6 * 0.8, within(1e-12));
    assertThat(fused(weighted(Map.of("image", 0.0)), Map.of(), CLEAN, text, image)).isEqualTo(0.4);
    assertThat(fused(weighted(Map.of("image", 0.0)), Map.of(), CLEAN, image)).isEqualTo(0.4);
  }

  @Test
  void whatReadsSeveralWitnessesIsNotAddedToThemAgain() {
    assertThat(fused(said("text.linear", 0.4), said("together.text", 0.45))).isEqualTo(0.45);
  }

  @Test
  void contextAndHistoryRaiseWhatIsHalfWayAndNothingElse() {
    Map<Category, Double> before = Map.of(Category.SEXUAL, 0.8);
    AuthorHistory twice = removed(2, Category.SEXUAL);
    Assessment half = said("text.linear", 0.3);
    assertThat(fused(THRESHOLDS, before, CLEAN, half)).isCloseTo(1 - 0.7 * 0.76, within(1e-12));
    assertThat(fused(THRESHOLDS, Map.of(), twice, half)).isCloseTo(1 - 0.7 * 0.85, within(1e-12));
    assertThat(fused(THRESHOLDS, Map.of(), removed(2, Category.SPAM), half)).isEqualTo(0.3);
    Assessment faint = said("text.linear", 0.1);
    assertThat(fused(THRESHOLDS, before, removed(5, Category.SEXUAL), faint)).isEqualTo(0.1);
  }

  @Property
  void contextAndHistoryNeverLowerAScore(
      @ForAll @DoubleRange(min = 0, max = 1) double score,
      @ForAll @DoubleRange(min = 0, max = 1) double before,
      @ForAll @IntRange(max = 8) int times) {
    double raised =
        fused(
            THRESHOLDS,
            Map.of(Category.SEXUAL, before),
            removed(times, Category.SEXUAL),
            said("text.linear", score));
    assertThat(raised).isBetween(fused(said("text.linear", score)), 1.0);
  }

  @Test
  void stagesOverTheSameTextCountOnce() {
    assertThat(fused(said("text.rules", 0.4), said("text.linear", 0.5))).isEqualTo(0.5);
  }

  @Test
  void textAndPictureConfirmEachOther() {
    assertThat(fused(said("text.linear", 0.4), said("image.nsfw", 0.4))).isEqualTo(1 - 0.6 * 0.6);
  }

  @Test
  void faintScoresOfManyWitnessesDoNotAddUp() {
    assertThat(fused(said("text.linear", 0.1), said("image.nsfw", 0.1), said("audio.x", 0.1)))
        .isEqualTo(0.1);
  }

  @Property
  void fusedScoreIsNeverBelowAnySingleOneNorAboveOne(
      @ForAll @DoubleRange(min = 0, max = 1) double text,
      @ForAll @DoubleRange(min = 0, max = 1) double image) {
    assertThat(fused(said("text.linear", text), said("image.nsfw", image)))
        .isGreaterThanOrEqualTo(Math.max(text, image))
        .isLessThanOrEqualTo(1);
  }

  @Property
  void moreRiskInOnePartNeverLowersTheWhole(
      @ForAll @DoubleRange(min = 0, max = 1) double text,
      @ForAll @DoubleRange(min = 0, max = 1) double image,
      @ForAll @DoubleRange(min = 0, max = 1) double more) {
    double higher = Math.max(text, more);
    assertThat(fused(said("text.linear", higher), said("image.nsfw", image)))
        .isGreaterThanOrEqualTo(
            fused(said("text.linear", text), said("image.nsfw", image)) - 1e-12);
  }
}
