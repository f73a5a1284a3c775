package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.DeskScene.HandClock;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.LaterLane;
import dev.halcyon.app.media.RevealViewModel.State;
import dev.halcyon.app.media.RevealViewModel.Target;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevealViewModelTest {
  private final LaterLane io = new LaterLane();
  private final Background background =
      new Background(
          io,
          io,
          Runnable::run,
          (title, thrown) -> new UserProblem("test.unexpected", title, "", thrown));
  private final HandClock clock = new HandClock();
  private final List<String> ended = new ArrayList<>();
  private UserProblem refusal;
  private final RevealViewModel<String> reveal =
      new RevealViewModel<>(
          target -> {
            if (refusal != null) {
              throw refusal;
            }
            return look(target);
          },
          background,
          "asking",
          clock);

  private RevealViewModel.Look<String> look(Target target) {
    return new RevealViewModel.Look<>() {
      @Override
      public String picture() {
        return "sharp " + target.frame();
      }

      @Override
      public void ended(Duration shown) {
        ended.add(target.frame() + " after " + shown.toMillis());
      }
    };
  }

  @Test
  void theOriginalIsShownFromItsArrivalToTheRelease() {
    reveal.hold(new Target("m", 3));
    assertThat(reveal.state().get()).isInstanceOf(State.Asking.class);
    io.runAll();
    assertThat(reveal.state().get()).isEqualTo(new State.Shown<>("sharp 3", Cases.NOW));
    clock.forward(Duration.ofMillis(1_700));
    reveal.release();
    assertThat(reveal.state().get()).isInstanceOf(State.Hidden.class);
    io.runAll();
    assertThat(ended).containsExactly("3 after 1700");
  }

  @Test
  void aHoldReleasedBeforeTheArrivalIsNeverShownAndReportedAsUnseen() {
    List<State<String>> seen = new ArrayList<>();
    reveal.hold(new Target("m", 3));
    reveal.state().subscribe(now -> seen.add(now));
    reveal.release();
    clock.forward(Duration.ofSeconds(4));
    io.runAll();
    assertThat(seen).noneMatch(State.Shown.class::isInstance);
    assertThat(ended).containsExactly("3 after 0");
  }

  @Test
  void anAnswerToAnEarlierHoldIsNotShownForALaterOne() {
    reveal.hold(new Target("m", 1));
    reveal.release();
    reveal.hold(new Target("m", 2));
    io.runAll();
    assertThat(reveal.state().get()).isEqualTo(new State.Shown<>("sharp 2", Cases.NOW));
    assertThat(ended).containsExactly("1 after 0");
  }

  @Test
  void aKeyThatRepeatsAsksOnce() {
    reveal.hold(new Target("m", 1));
    reveal.hold(new Target("m", 1));
    io.runAll();
    reveal.hold(new Target("m", 1));
    assertThat(io.waiting()).isZero();
  }

  @Test
  void aSecondReleaseReportsNothingMore() {
    reveal.hold(new Target("m", 1));
    io.runAll();
    reveal.release();
    reveal.release();
    io.runAll();
    assertThat(ended).hasSize(1);
  }

  @Test
  void aRefusalIsSaidAndTheNextHoldTriesAgain() {
    refusal = new UserProblem("lease.stale", "The lease ended.", "Open the case again.");
    reveal.hold(new Target("m", 1));
    io.runAll();
    assertThat(reveal.state().get()).isEqualTo(new State.Refused<String>(refusal));
    reveal.release();
    assertThat(reveal.state().get()).isInstanceOf(State.Refused.class);
    refusal = null;
    reveal.hold(new Target("m", 1));
    io.runAll();
    assertThat(reveal.state().get()).isInstanceOf(State.Shown.class);
  }

  @Test
  void aClockSetBackNeverReportsLessThanNothing() {
    reveal.hold(new Target("m", 1));
    io.runAll();
    clock.forward(Duration.ofSeconds(-30));
    reveal.release();
    io.runAll();
    assertThat(ended).containsExactly("1 after 0");
  }
}
