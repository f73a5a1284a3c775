package dev.halcyon.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.Outboxes;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxViewModelTest {
  private final DeskWatch desk = new DeskWatch(Runnable::run);
  private final List<String> acts = new ArrayList<>();
  private Optional<UserProblem> fails = Optional.empty();
  private final OutboxViewModel model =
      new OutboxViewModel(
          desk,
          new OutboxViewModel.Acts() {
            @Override
            public void retry(UUID decisionId) {
              fails.ifPresent(
                  p -> {
                    throw p;
                  });
              acts.add("retry " + decisionId);
            }

            @Override
            public void giveUp(UUID decisionId) {
              acts.add("give up " + decisionId);
            }
          },
          Direct.background(),
          Words.in(Locale.ENGLISH),
          new Now(Clock.fixed(Cases.NOON, ZoneOffset.UTC)));

  @BeforeEach
  void attach() {
    model.attach();
  }

  @Test
  void withNothingOnItsWayItSaysThatAllIsSaved() {
    assertThat(model.load().get()).isEqualTo(new LoadState.Empty("outbox.empty"));
  }

  @Test
  void whatNeedsTheReviewerComesFirstAndWhatIsDoneIsNotShown() {
    desk.outboxChanged(
        List.of(
            Outboxes.entry(1, OutboxState.PENDING_UNDO),
            Outboxes.entry(2, OutboxState.SENDING),
            Outboxes.entry(3, OutboxState.NOT_SAVED),
            Outboxes.entry(4, OutboxState.CONFLICT),
            Outboxes.entry(5, OutboxState.ACCEPTED)));
    assertThat(model.rows())
        .extracting(OutboxRow::id)
        .containsExactly(Cases.id(3), Cases.id(4), Cases.id(1), Cases.id(2));
    assertThat(model.load().get()).isEqualTo(LoadState.READY);
  }

  @Test
  void eachSaysWhatWasDecidedWhyItIsNotSavedAndWhatCanBeDone() {
    desk.outboxChanged(
        List.of(Outboxes.entry(3, OutboxState.NOT_SAVED), Outboxes.entry(4, OutboxState.CONFLICT)));
    OutboxRow unsaved = model.rows().getFirst();
    assertThat(unsaved.what()).isEqualTo("Remove  ·  Hate  ·  H2  ·  11:57");
    assertThat(unsaved.status())
        .isEqualTo("Not saved. The server does not answer. It is tried again at 12:02.");
    assertThat(unsaved.remedy()).contains("Try again.");
    assertThat(unsaved.canRetry()).isTrue();
    OutboxRow conflict = model.rows().get(1);
    assertThat(conflict.status()).contains("was not used", "Lin Okafor decided it.");
    assertThat(conflict.canRetry()).isFalse();
    assertThat(conflict.canGiveUp()).isTrue();
  }

  @Test
  void allThatCanBeTriedAgainIsAndAFailureIsSaid() {
    desk.outboxChanged(
        List.of(
            Outboxes.entry(3, OutboxState.NOT_SAVED),
            Outboxes.entry(4, OutboxState.CONFLICT),
            Outboxes.entry(6, OutboxState.NOT_SAVED)));
    model.retryAll();
    assertThat(acts).containsExactly("retry " + Cases.id(3), "retry " + Cases.id(6));
    UserProblem full = new UserProblem("outbox.disk", "The disk is full.", "Make room.");
    fails = Optional.of(full);
    model.retry(Cases.id(3));
    assertThat(model.problem().get()).contains(full);
  }

  @Test
  void afterDetachingItStaysAsItWas() {
    model.detach();
    desk.outboxChanged(List.of(Outboxes.entry(3, OutboxState.NOT_SAVED)));
    assertThat(model.rows()).isEmpty();
  }
}
