package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.LaterLane;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.reasoning.LocalRescan.Answer;
import dev.halcyon.app.reasoning.RescanViewModel.State;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RescanViewModelTest {
  private final LaterLane io = new LaterLane();
  private final Background background =
      new Background(
          io, io, Runnable::run, (title, e) -> new UserProblem("unexpected", title, "", e));
  private UserProblem failure;
  private List<Assessment> local = List.of(linear("1.1.0", 2, 0.91), rules());
  private final RescanViewModel vm =
      new RescanViewModel(
          loaded -> {
            if (failure != null) {
              throw failure;
            }
            return answer();
          },
          background,
          Words.in(Locale.ENGLISH));

  private static Assessment linear(String version, int policy, double score) {
    return new Assessment(
        Cases.id(50),
        Tier.CLASSIFIER,
        "text.linear",
        AssessmentStatus.OK,
        "",
        Verdict.REVIEW,
        List.of(Cases.score(Category.HATE, score, Cases.USUAL)),
        List.of(),
        new ModelRef("text-linear", version, "ab", "cpu"),
        new PolicyRef("halcyon-default", policy, null),
        "00",
        Origin.LOCAL,
        10,
        0,
        Cases.NOW);
  }

  private static Assessment rules() {
    return Cases.assessment(
        Tier.RULES,
        "text.rules",
        new ModelRef("rules", "1", "", "jvm"),
        Cases.score(Category.HATE, 1, Cases.USUAL));
  }

  private Answer answer() {
    return new Answer(
        new ScanResult(
            Verdict.REVIEW,
            true,
            "en",
            List.of(Cases.score(Category.HATE, 0.91, Cases.USUAL)),
            local,
            List.of(),
            Cases.rationale(Category.HATE, null, 0.91, List.of())),
        "none",
        Duration.ofMillis(640));
  }

  private RescanReport report() {
    return ((State.Done) vm.state().get()).report();
  }

  @Test
  void bothSidesStandBesideEachOtherWithTheReasonOfEachDifference() {
    vm.show(Cases.text(), true);
    vm.rescan();
    assertThat(vm.state().get()).isEqualTo(new State.Running());
    io.runAll();
    assertThat(report().summary())
        .isEqualTo(
            "Judged here: Review, hate 0.91 over block threshold 0.90. 6 scores differ from the"
                + " server’s.");
    assertThat(report().rows())
        .contains(
            new RescanReport.Row(
                "Text model",
                "Hate",
                "0.82",
                "0.91",
                "Another model: 1.0.0 on the server, 1.1.0 here."
                    + " Another policy: version 1 on the server, 2 here.",
                true));
    assertThat(report().rows())
        .filteredOn(row -> row.stage().equals("Rules"))
        .noneMatch(RescanReport.Row::differs);
    assertThat(report().rows())
        .filteredOn(row -> row.stage().equals("All together"))
        .isNotEmpty()
        .allMatch(row -> row.local().equals("not run"));
    assertThat(report().conditions())
        .isEqualTo(
            "Under policy halcyon-default version 1, in 0.6 s,"
                + " media in a process of its own, no sandbox on this system.");
  }

  @Test
  void theFusionDiffersBecauseWhatItWeighsDiffers() {
    local =
        List.of(
            Cases.assessment(
                Tier.FUSION,
                "fusion",
                new ModelRef("fusion", "1", "another sum", "jvm"),
                Cases.score(Category.HATE, 0.91, Cases.USUAL)),
            linear("1.1.0", 2, 0.91));
    vm.show(Cases.text(), true);
    vm.rescan();
    io.runAll();
    assertThat(report().rows())
        .filteredOn(row -> row.stage().equals("All together") && row.local().equals("0.91"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.reason())
                    .isEqualTo("It is made of the other scores, and some of those differ."));
  }

  @Test
  void aWorkerThatDiedIsSaidInWords() {
    local =
        List.of(
            Cases.assessment(
                Tier.CLASSIFIER,
                "media.decode",
                new ModelRef("worker", "1", "", "jvm"),
                AssessmentStatus.FAILED,
                "The worker process ended while decoding."));
    vm.show(Cases.text(), true);
    vm.rescan();
    io.runAll();
    assertThat(report().failures())
        .containsExactly(
            new StageNote("Media decoder failed. The worker process ended while decoding.", ""));
  }

  @Test
  void anEngineThatCannotStartIsAProblemAndCanBeTriedAgain() {
    failure = new UserProblem("engine.models", "The models are missing.", "Install them.");
    vm.show(Cases.text(), true);
    vm.rescan();
    io.runAll();
    assertThat(vm.state().get()).isEqualTo(new State.Failed(failure));
    failure = null;
    vm.rescan();
    io.runAll();
    assertThat(vm.state().get()).isInstanceOf(State.Done.class);
  }

  @Test
  void anotherCaseStopsTheScanAndItsAnswerIsNotShown() {
    vm.show(Cases.text(), true);
    vm.rescan();
    vm.show(Cases.arabic(), true);
    io.runAll();
    assertThat(vm.state().get()).isEqualTo(new State.Idle());
  }

  @Test
  void theSameCaseAgainKeepsTheReport() {
    vm.show(Cases.text(), true);
    vm.rescan();
    io.runAll();
    vm.show(Cases.text(), true);
    assertThat(vm.state().get()).isInstanceOf(State.Done.class);
  }

  @Test
  void mediaNeedsALeaseAndTextDoesNot() {
    vm.show(Cases.picture(), false);
    assertThat(vm.ready().get()).isFalse();
    vm.rescan();
    assertThat(io.waiting()).isZero();
    vm.lease(true);
    assertThat(vm.ready().get()).isTrue();
    vm.show(Cases.text(), false);
    assertThat(vm.ready().get()).isTrue();
  }
}
