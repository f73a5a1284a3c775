package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.TestClock;
import dev.halcyon.client.outbox.DyingOutbox;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens between a reviewer, a workbench that dies and a network that comes and goes:
 * each decision that was confirmed and not undone reaches the server, and stands there once.
 */
class DecisionDeliveryTest {
  enum Act {
    OPEN_NEXT,
    DECIDE,
    UNDO,
    RELEASE,
    WAIT,
    LET_THE_WINDOW_PASS,
    GO_OFFLINE,
    GO_ONLINE,
    LOSE_A_REQUEST,
    LOSE_AN_ANSWER,
    FILL_THE_DISK,
    FREE_THE_DISK,
    DIE_SOON,
    DIE,
    LOSE_POWER,
    QUIT
  }

  record Step(Act act, int number) {}

  @Provide
  Arbitrary<List<Step>> days() {
    Arbitrary<Act> acts =
        Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, Act.DECIDE),
                net.jqwik.api.Tuple.of(3, Act.OPEN_NEXT),
                net.jqwik.api.Tuple.of(3, Act.UNDO),
                net.jqwik.api.Tuple.of(4, Act.WAIT))
            .map(act -> act);
    Arbitrary<Act> any = Arbitraries.of(Act.class);
    return Combinators.combine(Arbitraries.oneOf(acts, any), Arbitraries.integers().between(1, 200))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  @Property(tries = 1500)
  void confirmedDecisionsStandExactlyOnceAndUndoneOnesNever(@ForAll("days") List<Step> day) {
    var session = new Session();
    for (Step step : day) {
      session.live(step);
    }
    session.finish();
  }

  /** One reviewer's day over however many processes. */
  private static final class Session {
    private final TestClock clock = new TestClock();
    private final ModelServer server = new ModelServer(clock);
    private final ModelServer.Line ana = server.line("Ana");
    private final DyingOutbox outbox = new DyingOutbox();
    private final Set<UUID> confirmed = new HashSet<>();
    private final Set<UUID> undone = new HashSet<>();
    private final Set<UUID> unsure = new HashSet<>();
    private ManualTimers timers = new ManualTimers(clock);
    private Desk desk;

    Session() {
      for (int each = 0; each < 30; each++) {
        server.add(Priority.P1);
      }
      desk = begin();
    }

    private Desk begin() {
      timers = new ManualTimers(clock);
      var next =
          new Desk(
              ana, outbox.open(clock), DeskOptions.DEFAULT.withUpNext(3), clock, timers, timers);
      next.start();
      timers.advance(Duration.ZERO);
      return next;
    }

    void live(Step step) {
      try {
        act(step);
      } catch (UserProblem expected) {
        // A refusal is an answer; what was confirmed before still holds.
        assertThat(expected.remedy()).isNotBlank();
      } catch (Error end) {
        if (!DyingOutbox.isEnd(end)) {
          throw end;
        }
        restart(step.number() % 2 == 0, step.number());
      }
    }

    private void act(Step step) {
      switch (step.act()) {
        case OPEN_NEXT -> desk.openNext();
        case DECIDE -> decide();
        case UNDO -> undo();
        case RELEASE -> desk.release();
        case WAIT -> timers.advance(Duration.ofMillis(step.number() * 50L));
        case LET_THE_WINDOW_PASS -> timers.advance(Duration.ofSeconds(12));
        case GO_OFFLINE -> ana.goOffline();
        case GO_ONLINE -> ana.goOnline();
        case LOSE_A_REQUEST -> ana.lostRequests = 1;
        case LOSE_AN_ANSWER -> ana.lostAnswers = 1;
        case FILL_THE_DISK -> outbox.full(true);
        case FREE_THE_DISK -> outbox.full(false);
        case DIE_SOON -> outbox.dieIn(1 + step.number() % 6);
        case DIE -> restart(false, 0);
        case LOSE_POWER -> restart(true, step.number());
        case QUIT -> {
          desk.close();
          restart(false, 0);
        }
      }
    }

    private void decide() {
      if (desk.current().isEmpty()) {
        desk.openNext();
      }
      desk.current()
          .ifPresent(
              open -> {
                var draft =
                    new DecisionDraft(
                        open.loaded().id(),
                        DecisionAction.REMOVE,
                        List.of(),
                        Category.SPAM,
                        "S1",
                        "");
                confirmed.add(desk.decide(draft).id());
              });
    }

    private void undo() {
      desk.outbox().reversed().stream()
          .filter(entry -> entry.state() == OutboxState.PENDING_UNDO)
          .findFirst()
          .ifPresent(
              entry -> {
                // If the process dies in the middle, the undo may or may not have been kept.
                unsure.add(entry.id());
                try {
                  desk.undo(entry.id());
                  undone.add(entry.id());
                } catch (UserProblem refused) {
                  assertThat(refused.code()).startsWith("outbox.");
                }
                unsure.remove(entry.id());
              });
    }

    private void restart(boolean power, int keptBytes) {
      timers.kill();
      outbox.end(power, keptBytes);
      desk = begin();
    }

    /** The network is back, the disk is free, and nobody touches anything for a while. */
    void finish() {
      outbox.dieIn(0);
      outbox.full(false);
      ana.lostRequests = 0;
      ana.lostAnswers = 0;
      ana.goOnline();
      timers.advance(Duration.ofMinutes(5));
      List<UUID> accepted = server.accepted().stream().map(DecisionRequest::id).toList();
      assertThat(accepted).as("none twice").doesNotHaveDuplicates();
      assertThat(server.accepted().stream().map(DecisionRequest::caseId).toList())
          .as("one decision a case")
          .doesNotHaveDuplicates();
      assertThat(accepted).as("none that was undone").noneMatch(undone::contains);
      Set<UUID> due = new HashSet<>(confirmed);
      due.removeAll(undone);
      due.removeAll(unsure);
      assertThat(accepted).as("each that was confirmed").containsAll(due);
    }
  }
}
