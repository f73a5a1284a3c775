package dev.halcyon.engine.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CascadeRunnerTest {
  private static final String SECRET = "words that must not reach a log";

  /** What a stage of these tests does when asked. */
  private interface Work {
    StageOutcome answer() throws InterruptedException;
  }

  private static Stage stage(String name, Work work) {
    return new Stage() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Tier tier() {
        return Tier.CLASSIFIER;
      }

      @Override
      public boolean appliesTo(ScanContext context) {
        return true;
      }

      @Override
      public StageOutcome assess(ScanContext context) throws InterruptedException {
        return work.answer();
      }
    };
  }

  private static StageOutcome says(
      AssessmentStatus status, Verdict floor, CategoryScore... scores) {
    return new StageOutcome(
        status, "", floor, List.of(scores), List.of(), new ModelRef("m", "1", "", "jvm"), "00");
  }

  private static StageOutcome scores(Category category, double score) {
    return says(AssessmentStatus.OK, Verdict.ALLOW, new CategoryScore(category, score, null));
  }

  private static StageSpec required(String stage) {
    return new StageSpec(stage, null, true);
  }

  private static StageSpec optional(String stage) {
    return new StageSpec(stage, null, false);
  }

  private static ScanResult run(Duration deadline, List<StageSpec> specs, Stage... stages) {
    ResolvedPolicy policy = Scans.withStages(Scans.policy(2), specs.toArray(StageSpec[]::new));
    ScanRequest base = Scans.text(SECRET, "en", policy);
    ScanRequest request =
        new ScanRequest(
            base.itemId(),
            base.text(),
            base.language(),
            base.region(),
            base.surface(),
            base.author(),
            base.conversation(),
            base.media(),
            base.similar(),
            0,
            policy,
            deadline);
    try (CascadeRunner runner =
        new CascadeRunner(Arrays.asList(stages), Origin.LOCAL, Clock.systemUTC())) {
      return runner.run(request);
    }
  }

  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void stagesSpeakInTheOrderOfThePolicyNotOfTheEngine() {
    ScanResult result =
        run(
            LONG,
            List.of(required("b"), required("a")),
            stage("a", () -> scores(Category.SPAM, 0.1)),
            stage("b", () -> scores(Category.SPAM, 0.2)));
    assertThat(result.assessments())
        .extracting(Assessment::stage)
        .containsExactly("b", "a", "fusion");
    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(result.complete()).isTrue();
  }

  @Test
  void deadlineEndsTheScanWithReviewAndLaterStagesAreNotAsked() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    ScanResult result =
        run(
            Duration.ofMillis(50),
            List.of(required("first"), optional("slow"), required("never")),
            stage("first", () -> scores(Category.SPAM, 0.1)),
            stage(
                "slow",
                () -> {
                  try {
                    new CountDownLatch(1).await();
                    throw new AssertionError("nobody counts down");
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                }),
            stage("never", () -> scores(Category.SPAM, 0.99)));
    assertThat(result.complete()).isFalse();
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.assessments()).extracting(Assessment::stage).doesNotContain("never");
    assertThat(result.assessments().getLast().status()).isEqualTo(AssessmentStatus.TIMED_OUT);
    assertThat(result.rationale().steps())
        .anySatisfy(
            step -> {
              assertThat(step.kind()).isEqualTo(StepKind.STAGE_FAILED);
              assertThat(step.stage()).isEqualTo("slow");
            });
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void deadlineOfZeroAsksNobodyAndReviews() {
    ScanResult result =
        run(Duration.ZERO, List.of(required("a")), stage("a", () -> scores(Category.SPAM, 0)));
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.complete()).isFalse();
  }

  @Test
  void requiredStageThatFailsReviewsAndItsMessageIsNotRepeated() {
    ScanResult result =
        run(
            LONG,
            List.of(required("broken")),
            stage(
                "broken",
                () -> {
                  throw new IllegalStateException(SECRET);
                }));
    Assessment failed = result.assessments().getFirst();
    assertThat(failed.status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(failed.note()).contains("IllegalStateException").doesNotContain(SECRET);
    assertThat(failed.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.complete()).isTrue();
  }

  @Test
  void expectedFailureKeepsItsCodeForTheReader() {
    ScanResult result =
        run(
            LONG,
            List.of(required("broken")),
            stage(
                "broken",
                () -> {
                  throw new UserProblem("model.missing", "It is not there.", "Install it.");
                }));
    assertThat(result.assessments().getFirst().note()).isEqualTo("model.missing: It is not there.");
  }

  @Test
  void evenAnErrorOfTheMachineIsRecordedAndReviewed() {
    ScanResult result =
        run(
            LONG,
            List.of(required("broken")),
            stage(
                "broken",
                () -> {
                  throw new StackOverflowError();
                }));
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void optionalStageThatFailsIsRecordedButDoesNotDecide() {
    ScanResult result =
        run(
            LONG,
            List.of(optional("broken"), required("a")),
            stage(
                "broken",
                () -> {
                  throw new IllegalStateException();
                }),
            stage("a", () -> scores(Category.SPAM, 0.1)));
    assertThat(result.assessments().getFirst().status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void stageThatThisEngineLacksReviewsWhenRequired() {
    assertThat(run(LONG, List.of(required("text.other"))).verdict()).isEqualTo(Verdict.REVIEW);
    ScanResult media = run(LONG, List.of(required("image.other")));
    assertThat(media.verdict()).as("the item has no media").isEqualTo(Verdict.ALLOW);
  }

  @Test
  void unsupportedContentIsReviewedWhenTheStageIsRequired() {
    Stage unsupported = stage("image.x", () -> says(AssessmentStatus.NOT_SUPPORTED, Verdict.ALLOW));
    assertThat(run(LONG, List.of(required("image.x")), unsupported).verdict())
        .isEqualTo(Verdict.REVIEW);
    assertThat(run(LONG, List.of(optional("image.x")), unsupported).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void floorOfOneStageIsNotLoweredByLowScoresOfOthers() {
    ScanResult result =
        run(
            LONG,
            List.of(required("rules"), required("a")),
            stage("rules", () -> says(AssessmentStatus.OK, Verdict.BLOCK)),
            stage("a", () -> scores(Category.SPAM, 0.0)));
    assertThat(result.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(result.assessments().getLast().verdict()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void scoresOfAStageThatDidNotFinishAreNotKept() {
    ScanResult result =
        run(
            LONG,
            List.of(required("a")),
            stage(
                "a",
                () ->
                    says(
                        AssessmentStatus.FAILED,
                        Verdict.ALLOW,
                        new CategoryScore(Category.SPAM, 0.99, null))));
    assertThat(result.assessments().getFirst().scores()).isEmpty();
    assertThat(result.scores()).isEmpty();
  }

  @Test
  void thresholdsAreFilledInForEveryScore() {
    ScanResult result =
        run(LONG, List.of(required("a")), stage("a", () -> scores(Category.SPAM, 0.6)));
    CategoryScore score = result.assessments().getFirst().scores().getFirst();
    assertThat(score.threshold()).isNotNull();
    assertThat(result.assessments().getFirst().verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void closedRunnerReviewsInsteadOfThrowing() {
    CascadeRunner runner =
        new CascadeRunner(
            List.of(stage("a", () -> scores(Category.SPAM, 0))), Origin.LOCAL, Clock.systemUTC());
    runner.close();
    ResolvedPolicy policy = Scans.withStages(Scans.policy(2), required("a"));
    assertThat(runner.run(Scans.text("hello", "en", policy)).verdict()).isEqualTo(Verdict.REVIEW);
  }
}
