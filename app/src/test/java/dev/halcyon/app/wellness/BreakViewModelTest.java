package dev.halcyon.app.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.ModelWellness;
import dev.halcyon.app.testing.ModelWork;
import dev.halcyon.app.wellness.BreakClock.Phase;
import dev.halcyon.protocol.BreakPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reminder, snooze, limit, lock, break and back, second by second on a virtual clock. */
class BreakViewModelTest {
  private static final UUID CASE = Cases.id(1);

  private final ModelWellness server = new ModelWellness(Cases.NOON);
  private final ModelWork work = new ModelWork();
  private final Words words = Words.in(Locale.ENGLISH);
  private long nanos = 77;
  private BreakViewModel model = begin();

  private BreakViewModel begin() {
    OwnBalance balance =
        new OwnBalance(server, server::inForce, Direct.background(), words, () -> Cases.NOON);
    BreakViewModel begun =
        new BreakViewModel(
            balance, work, words, () -> nanos, Clock.fixed(Cases.NOON, ZoneOffset.UTC));
    begun.tick();
    return begun;
  }

  private void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      nanos += Duration.ofSeconds(1).toNanos();
      model.tick();
    }
  }

  private void work(int minutes) {
    work.open.set(Optional.of(CASE));
    pass(Duration.ofMinutes(minutes));
  }

  private Phase phase() {
    return model.phase().get();
  }

  @Test
  void remindsIsPutOffAsOftenAsAllowedLocksRestsAndGoesBackToTheCase() {
    work(49);
    assertThat(phase()).isEqualTo(Phase.WORKING);
    assertThat(model.line().get()).isEmpty();
    work(1);
    assertThat(phase()).isEqualTo(Phase.REMINDED);
    assertThat(model.line().get()).contains("50 min").contains("10 min");
    assertThat(model.covering().get()).as("nothing is covered by a reminder").isFalse();

    assertThat(model.putOffWords()).isEqualTo("In 5 min (2 more times)");
    model.putOff();
    assertThat(phase()).isEqualTo(Phase.PUT_OFF);
    assertThat(model.line().get()).isEmpty();
    work(5);
    assertThat(phase()).isEqualTo(Phase.REMINDED);
    work(4);
    model.putOff();
    work(3);
    assertThat(phase()).as("put off past the lock").isEqualTo(Phase.PUT_OFF);
    work(2);
    assertThat(phase()).isEqualTo(Phase.LOCKED);
    assertThat(model.canPutOff().get()).as("twice is the limit").isFalse();
    model.putOff();
    assertThat(phase()).isEqualTo(Phase.LOCKED);
    assertThat(model.covering().get()).isTrue();
    assertThat(model.saved().get()).contains("is kept on this computer");
    assertThat(work.asked).as("nothing is taken away").isEmpty();

    model.begin();
    assertThat(work.asked).containsExactly("rest");
    assertThat(server.asked).contains("begin");
    assertThat(phase()).isEqualTo(Phase.RESTING);
    assertThat(model.timer().get()).isEqualTo("10:00");
    pass(Duration.ofMinutes(9));
    assertThat(model.timer().get()).isEqualTo("1:00");
    pass(Duration.ofMinutes(1));
    assertThat(phase()).isEqualTo(Phase.RESTED);
    assertThat(model.covering().get()).as("nobody is driven back").isTrue();
    model.end();
    assertThat(server.asked).contains("end");
    assertThat(work.asked).containsExactly("rest", "go on");
    assertThat(work.open.get()).as("the same case again").contains(CASE);
    assertThat(phase()).isEqualTo(Phase.WORKING);
    work(49);
    assertThat(phase()).as("counted anew").isEqualTo(Phase.WORKING);
    work(1);
    assertThat(phase()).isEqualTo(Phase.REMINDED);
    assertThat(model.canPutOff().get()).as("so are the snoozes").isTrue();
  }

  @Test
  void theCaseIsFinishedFirstHoweverLongItTakes() {
    work(60);
    assertThat(phase()).isEqualTo(Phase.LOCKED);
    model.finishFirst();
    assertThat(phase()).isEqualTo(Phase.FINISHING);
    assertThat(model.line().get()).contains("Finish this case");
    assertThat(model.covering().get()).isFalse();
    assertThat(work.asked).as("no other case comes").containsExactly("finish");
    work(45);
    assertThat(phase()).isEqualTo(Phase.FINISHING);
    work.open.set(Optional.empty());
    pass(Duration.ofSeconds(1));
    assertThat(phase()).as("then rest").isEqualTo(Phase.RESTING);
    pass(Duration.ofMinutes(10));
    model.end();
    assertThat(work.open.get()).as("it was done").isEmpty();
  }

  @Test
  void aLockWithNothingOpenHasNothingToFinishOrToSave() {
    work(55);
    work.open.set(Optional.empty());
    pass(Duration.ofMinutes(5));
    assertThat(phase()).isEqualTo(Phase.LOCKED);
    assertThat(model.canFinish().get()).isFalse();
    assertThat(model.saved().get()).contains("nothing is left to save");
    work.sending = 2;
    pass(Duration.ofSeconds(1));
    assertThat(model.saved().get()).contains("2 decisions are still on the way");
  }

  @Test
  void aBreakThatIsTooShortIsNone() {
    work(60);
    model.begin();
    pass(Duration.ofMinutes(9));
    model.end();
    assertThat(phase()).isEqualTo(Phase.LOCKED);
  }

  @Test
  void asLongWithoutACaseIsABreakToo() {
    work(52);
    assertThat(phase()).isEqualTo(Phase.REMINDED);
    work.open.set(Optional.empty());
    pass(Duration.ofMinutes(9));
    assertThat(phase()).as("not long enough").isNotEqualTo(Phase.WORKING);
    pass(Duration.ofMinutes(1));
    assertThat(phase()).isEqualTo(Phase.WORKING);
    pass(Duration.ofMinutes(120));
    assertThat(phase()).as("nobody works with nothing open").isEqualTo(Phase.WORKING);
  }

  @Test
  void aWorkbenchThatIsStartedAgainInABreakGoesOnWithIt() {
    server.breakSince = Cases.NOON.minus(Duration.ofMinutes(4));
    model = begin();
    assertThat(phase()).isEqualTo(Phase.RESTING);
    assertThat(model.timer().get()).isEqualTo("6:00");
    assertThat(server.asked).as("it knows already").doesNotContain("begin");
    model.end();
    assertThat(server.asked).contains("end");
  }

  @Test
  void aClockThatRunsAheadOrBehindMakesNoBreakLongerThanItIs() {
    server.breakSince = Cases.NOON.plus(Duration.ofHours(3));
    model = begin();
    assertThat(model.timer().get()).isEqualTo("10:00");
    server.breakSince = Cases.NOON.minus(Duration.ofDays(2));
    model = begin();
    assertThat(phase()).isEqualTo(Phase.RESTED);
  }

  @Test
  void workAtAnotherWorkbenchCounts() {
    server.workedMillis = Duration.ofMinutes(55).toMillis();
    model = begin();
    assertThat(phase()).isEqualTo(Phase.REMINDED);
  }

  @Test
  void aBreakThatIsEndedAtAnotherWorkbenchOpensNothingHereUntilSomebodyComesBack() {
    work(30);
    model.begin();
    assertThat(phase()).isEqualTo(Phase.RESTING);
    server.breakSince = null;
    server.asked.clear();
    pass(Duration.ofMinutes(2));
    assertThat(phase()).isEqualTo(Phase.RESTED);
    assertThat(model.covering().get()).as("nobody may sit here").isTrue();
    assertThat(work.asked).as("no case is opened").containsExactly("rest");
    assertThat(server.asked).as("nor a break begun again").doesNotContain("begin");

    model.end();
    assertThat(work.asked).containsExactly("rest", "go on");
    assertThat(phase()).isEqualTo(Phase.WORKING);
    pass(Duration.ofMinutes(20));
    assertThat(phase()).as("a break cut short is none").isEqualTo(Phase.REMINDED);
  }

  @Test
  void withoutAServerItGoesOnByTheLastKnownPolicyAndTellsLater() {
    server.policy = ModelWellness.with(new BreakPolicy(600, 1200, 600, 120, 1));
    model = begin();
    server.away = true;
    work(10);
    assertThat(phase()).isEqualTo(Phase.REMINDED);
    model.putOff();
    work(2);
    assertThat(phase()).isEqualTo(Phase.REMINDED);
    assertThat(model.canPutOff().get()).isFalse();
    work(8);
    assertThat(phase()).isEqualTo(Phase.LOCKED);
    model.begin();
    pass(Duration.ofMinutes(3));
    assertThat(phase()).isEqualTo(Phase.RESTING);
    server.away = false;
    server.asked.clear();
    pass(Duration.ofMinutes(2));
    assertThat(server.asked).as("told as soon as it answers").contains("begin");
    assertThat(model.timer().get()).as("and not begun anew").isEqualTo("5:00");
  }

  @Test
  void aWholeBreakThatTheServerNeverHeardOfStillCounts() {
    server.away = true;
    work(60);
    model.begin();
    pass(Duration.ofMinutes(10));
    model.end();
    server.away = false;
    server.workedMillis = Duration.ofMinutes(71).toMillis();
    work(2);
    assertThat(phase()).as("not locked once more").isEqualTo(Phase.WORKING);
  }

  @Test
  void theBreathWidensForFourSecondsAndNarrowsForSix() {
    assertThat(Pacer.width(0)).isZero();
    assertThat(Pacer.width(2)).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(Pacer.width(4)).isEqualTo(1);
    assertThat(Pacer.width(7)).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(Pacer.width(9.999)).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-5));
  }
}
