package dev.halcyon.app.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.ModelServer;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javafx.util.Subscription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueViewModelTest {
  private final ModelServer server = new ModelServer();
  private final DeskWatch desk = new DeskWatch(Runnable::run);
  private final List<Runnable> later = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final List<UUID> taken = new ArrayList<>();
  private int opened;
  private boolean clear;
  private Optional<UserProblem> openFails = Optional.empty();
  private final QueueViewModel model =
      new QueueViewModel(
          server::cases,
          desk,
          new QueueViewModel.Opening() {
            @Override
            public void open(UUID caseId) {
              openFails.ifPresent(
                  p -> {
                    throw p;
                  });
              taken.add(caseId);
            }

            @Override
            public boolean openNext() {
              return !clear;
            }
          },
          () -> opened++,
          Direct.background(),
          Words.in(Locale.ENGLISH),
          (after, action) -> {
            waits.add(after);
            later.add(action);
            return (Subscription) () -> later.remove(action);
          });

  @BeforeEach
  void threeCases() {
    server.cases.add(Cases.waiting(1, Priority.P0, 6, Category.SELF_HARM, "one"));
    server.cases.add(Cases.waiting(2, Priority.P1, 41, Category.HATE, "two"));
    server.cases.add(Cases.waiting(3, Priority.P2, 300, Category.SPAM, "three"));
  }

  private static Change change(CaseSummary summary) {
    return new Change(1, ChangeKind.CASE_CHANGED, summary.id().toString(), summary, Cases.NOON);
  }

  @Test
  void theListIsInTheServersOrderAndTheFirstIsSelected() {
    model.attach();
    assertThat(model.cases()).isEqualTo(server.cases);
    assertThat(model.selected().get()).contains(Cases.id(1));
    assertThat(model.state().get().load()).isEqualTo(LoadState.READY);
    assertThat(server.asked.getFirst().state()).isEqualTo(CaseState.WAITING);
  }

  @Test
  void filtersAskTheServerAndClearingThemAsksAgain() {
    model.attach();
    model.filter(model.filter().get().withPriority(Priority.P1));
    assertThat(model.cases()).extracting(CaseSummary::excerpt).containsExactly("two");
    model.filter(model.filter().get().withCategory(Category.MALWARE));
    assertThat(model.state().get().load()).isEqualTo(new LoadState.Empty("queue.nothing_fits"));
    model.filter(QueueFilter.ANY);
    assertThat(model.cases()).hasSize(3);
  }

  @Test
  void aClearQueueIsSaidAsAGoodMoment() {
    server.cases.clear();
    model.attach();
    assertThat(model.state().get().load()).isEqualTo(new LoadState.Empty("queue.clear"));
  }

  @Test
  void aCaseSomeoneTakesStaysInItsRowWithTheirName() {
    model.attach();
    CaseSummary held = Cases.with(server.cases.get(1), CaseState.IN_REVIEW, "Lin Okafor");
    desk.caseChanged(change(held));
    assertThat(model.cases().get(1).holder()).isEqualTo("Lin Okafor");
    assertThat(model.cases()).hasSize(3);
    assertThat(later).as("nothing is loaded anew for it").isEmpty();
  }

  @Test
  void aDecidedCaseLeavesAndTheSelectionGoesToItsNeighbour() {
    model.attach();
    model.select(Optional.of(Cases.id(2)));
    desk.caseChanged(change(Cases.with(server.cases.get(1), CaseState.DECIDED, null)));
    assertThat(model.cases()).extracting(CaseSummary::excerpt).containsExactly("one", "three");
    assertThat(model.selected().get()).contains(Cases.id(3));
  }

  @Test
  void newCasesGatherAndComeWithOneLoadingThatKeepsTheSelection() {
    model.attach();
    model.select(Optional.of(Cases.id(2)));
    CaseSummary urgent = Cases.waiting(9, Priority.P0, 2, Category.VIOLENCE, "urgent");
    server.cases.addFirst(urgent);
    desk.caseChanged(change(urgent));
    desk.caseChanged(change(Cases.waiting(10, Priority.P2, 900, Category.SPAM, "other")));
    assertThat(model.cases()).as("rows do not move under the reader's eyes").hasSize(3);
    assertThat(later).hasSize(1);
    later.removeFirst().run();
    assertThat(model.cases().getFirst()).isEqualTo(urgent);
    assertThat(model.selected().get()).contains(Cases.id(2));
  }

  @Test
  void aLongListComesWholeAgainWithWhatWasSelectedFarDown() {
    for (int i = 10; i < 1_400; i++) {
      server.cases.add(Cases.waiting(i, Priority.P2, 900 + i, Category.SPAM, "more " + i));
    }
    model.attach();
    while (model.cases().size() < 1_250) {
      model.nearEnd();
    }
    int loaded = model.cases().size();
    UUID far = model.cases().get(1_200).id();
    model.select(Optional.of(far));
    CaseSummary urgent = Cases.waiting(9, Priority.P0, 2, Category.VIOLENCE, "urgent");
    server.cases.addFirst(urgent);
    desk.caseChanged(change(urgent));
    later.removeFirst().run();
    assertThat(model.cases()).hasSizeGreaterThanOrEqualTo(loaded).doesNotHaveDuplicates();
    assertThat(model.cases().getFirst()).isEqualTo(urgent);
    assertThat(model.selected().get()).contains(far);
    assertThat(model.cases().get(1_201).id()).isEqualTo(far);
    assertThat(waits.getLast())
        .as("a list of three pages")
        .isEqualTo(QueueViewModel.GATHER.multipliedBy(3));
    model.nearEnd();
    assertThat(model.cases()).as("goes on after it").doesNotHaveDuplicates();
  }

  @Test
  void thatTheServerIsAwayIsSaidOverTheScreenAndNotInItToo() {
    UserProblem gone = new UserProblem("network.unreachable", "No answer.", "Check the network.");
    Connection.Offline away = new Connection.Offline(gone.problem(), Cases.NOON.plusSeconds(30));
    model.attach();
    server.fails = Optional.of(gone);
    model.load();
    assertThat(model.state().get().problem()).as("while nobody else says it").contains(gone);
    desk.connectionChanged(away);
    assertThat(model.state().get().problem()).isEmpty();
    model.load();
    assertThat(model.state().get().problem()).isEmpty();
    UserProblem broken = new UserProblem("server.failed", "It broke.", "Try again.");
    server.fails = Optional.of(broken);
    model.load();
    assertThat(model.state().get().problem()).as("another problem").contains(broken);
    server.fails = Optional.of(gone);
    model.load();
    server.fails = Optional.empty();
    server.cases.removeLast();
    desk.connectionChanged(new Connection.Online());
    assertThat(model.cases()).as("it is loaded anew when the server is back").hasSize(2);
  }

  @Test
  void furtherPagesAreAppendedWithoutRepeatingACase() {
    for (int i = 10; i < 10 + QueueViewModel.PAGE; i++) {
      server.cases.add(Cases.waiting(i, Priority.P2, 900 + i, Category.SPAM, "more " + i));
    }
    model.attach();
    assertThat(model.cases()).hasSize(QueueViewModel.PAGE);
    assertThat(model.state().get().more()).isTrue();
    server.cases.removeFirst();
    model.nearEnd();
    assertThat(model.cases()).doesNotHaveDuplicates();
    assertThat(model.state().get().more()).isFalse();
    model.nearEnd();
    assertThat(server.asked).as("nothing is asked past the end").hasSize(2);
  }

  @Test
  void withoutTheServerAnEmptyListIsOfflineAndAFullOneStaysWithTheProblem() {
    UserProblem gone = new UserProblem("network.unreachable", "No answer.", "Check the network.");
    model.attach();
    server.fails = Optional.of(gone);
    model.load();
    assertThat(model.cases()).hasSize(3);
    assertThat(model.state().get().problem()).contains(gone);
    model.filter(QueueFilter.ANY.withPriority(Priority.P0));
    assertThat(model.state().get().load()).isInstanceOf(LoadState.Offline.class);
    server.fails = Optional.empty();
    ((LoadState.Offline) model.state().get().load()).retry().run();
    assertThat(model.cases()).hasSize(1);
    assertThat(model.state().get().load()).isEqualTo(LoadState.READY);
  }

  @Test
  void openingTakesTheSelectedCaseAndGoesToIt() {
    model.attach();
    model.select(Optional.of(Cases.id(2)));
    model.openSelected();
    assertThat(taken).containsExactly(Cases.id(2));
    assertThat(opened).isEqualTo(1);
    assertThat(model.state().get().opening()).isFalse();
  }

  @Test
  void chosenCasesAreTakenOneAfterTheOther() {
    model.attach();
    model.list().chooseAll();
    assertThat(model.list().chosen().size()).isEqualTo(3);
    model.select(Optional.of(Cases.id(3)));
    model.openSelected();
    model.openSelected();
    assertThat(taken).as("in order of work").containsExactly(Cases.id(1), Cases.id(2));
    assertThat(model.list().chosen().size()).isEqualTo(1);
    desk.caseChanged(change(Cases.with(server.cases.get(2), CaseState.DECIDED, null)));
    assertThat(model.list().chosen().size()).as("a case that left is not chosen").isZero();
    model.openSelected();
    assertThat(taken).as("none chosen: the selected one").hasSize(3);
  }

  @Test
  void aChosenCaseThatSomebodyHoldsIsPassedBy() {
    model.attach();
    model.list().chooseAll();
    desk.caseChanged(change(Cases.with(server.cases.get(0), CaseState.IN_REVIEW, "Lin Okafor")));
    model.openSelected();
    assertThat(taken).containsExactly(Cases.id(2));
  }

  @Test
  void aCaseThatCouldNotBeTakenStaysChosen() {
    openFails = Optional.of(new UserProblem("network.unreachable", "No answer.", "Wait."));
    model.attach();
    model.list().chooseAll();
    model.openSelected();
    assertThat(model.list().chosen().size()).isEqualTo(3);
  }

  @Test
  void chosenIdsAreCopiedInOrderOfWorkAndTheSelectedOnesWhenNoneIs() {
    model.attach();
    model.select(Optional.of(Cases.id(2)));
    List<String> copied = new ArrayList<>();
    model.idsToCopy(copied::add);
    model.list().chooseTo(Cases.id(3));
    model.idsToCopy(copied::add);
    assertThat(copied).containsExactly(Cases.id(2).toString(), Cases.id(2) + "\n" + Cases.id(3));
    assertThat(model.selected().get()).contains(Cases.id(3));
    model.filter(QueueFilter.ANY.withPriority(Priority.P0));
    assertThat(model.list().chosen().size()).as("another list").isZero();
  }

  @Test
  void aCaseHeldByAnotherSaysSoAndTheListIsLoadedAnew() {
    openFails =
        Optional.of(new UserProblem("lease.held", "Lin has it until 12:10.", "Take another."));
    model.attach();
    model.openSelected();
    assertThat(opened).isZero();
    assertThat(model.state().get().problem()).isEqualTo(openFails);
    assertThat(later).hasSize(1);
  }

  @Test
  void openNextOnAClearQueueStaysAndLoadsAnew() {
    clear = true;
    model.attach();
    model.openNext();
    assertThat(opened).isZero();
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void afterDetachingNothingIsHeard() {
    model.attach();
    model.detach();
    desk.caseChanged(change(Cases.with(server.cases.get(1), CaseState.DECIDED, null)));
    assertThat(model.cases()).hasSize(3);
  }

  @Test
  void allQueuesTogetherComeFirst() {
    model.attach();
    desk.queuesChanged(
        List.of(Cases.queue("a", "Urgent", 2, 0, 1), Cases.queue("b", "German", 0, 4, 0)));
    assertThat(model.queues())
        .extracting(QueueRow::title)
        .containsExactly("All queues", "Urgent", "German");
    assertThat(model.queues().getFirst().depth()).isEqualTo(7);
  }
}
