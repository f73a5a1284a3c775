package dev.halcyon.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.Outboxes;
import dev.halcyon.client.Connection;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameViewModelTest {
  private final DeskWatch desk = new DeskWatch(Runnable::run);
  private final FrameViewModel model =
      new FrameViewModel(
          Cases.ANA,
          desk,
          Words.in(Locale.ENGLISH),
          new Now(Clock.fixed(Cases.NOON, ZoneOffset.UTC)));

  @Test
  void countsAreSummedOverTheQueuesAndTheEarliestDueTimeIsSaid() {
    assertThat(model.nextDue().get()).isEqualTo("nothing waits");
    desk.queuesChanged(List.of(Cases.queue("a", "A", 2, 10, 0), Cases.queue("b", "B", 0, 4, 310)));
    assertThat(model.state().get().waiting(Priority.P0)).isEqualTo(2);
    assertThat(model.state().get().waiting(Priority.P1)).isEqualTo(14);
    assertThat(model.state().get().waiting(Priority.P2)).isEqualTo(310);
    assertThat(model.nextDue().get()).isEqualTo("next due in 6 min");
    DeskWatch late = new DeskWatch(Runnable::run);
    FrameViewModel afterwards =
        new FrameViewModel(
            Cases.ANA,
            late,
            Words.in(Locale.ENGLISH),
            new Now(Clock.fixed(Cases.NOON.plus(Duration.ofMinutes(18)), ZoneOffset.UTC)));
    late.queuesChanged(List.of(Cases.queue("a", "A", 2, 10, 0)));
    assertThat(afterwards.nextDue().get()).isEqualTo("the next is 12 min late");
  }

  @Test
  void theConnectionIsSaidInAWordAndExplainedInASentence() {
    assertThat(model.connection().get()).isEqualTo("connecting");
    desk.connectionChanged(new Connection.Online());
    assertThat(model.connection().get()).isEqualTo("synced");
    desk.connectionChanged(
        new Connection.Offline(
            new Problem("network.unreachable", "No server answers.", "Check the network."),
            Cases.NOON.plus(Duration.ofMinutes(1))));
    assertThat(model.connection().get()).isEqualTo("offline");
    assertThat(model.connectionHelp().get())
        .contains(
            "The sync server cannot be reached.", "What you decide and type is kept", "12:01");
  }

  @Test
  void troubleIsSaidInSightForAsLongAsItLasts() {
    assertThat(model.trouble().get()).as("a first try is no trouble").isEmpty();
    desk.connectionChanged(new Connection.Online());
    desk.connectionChanged(
        new Connection.Offline(
            new Problem("network.unreachable", "No server answers.", "Check the network."),
            Cases.NOON.plus(Duration.ofMinutes(1))));
    assertThat(model.trouble().get())
        .startsWith("The sync server cannot be reached. What you decide");
    desk.connectionChanged(new Connection.Connecting());
    assertThat(model.trouble().get())
        .as("each new try")
        .startsWith("The sync server cannot be reached.");
    desk.connectionChanged(new Connection.Online());
    assertThat(model.trouble().get()).isEmpty();
  }

  @Test
  void decisionsOnTheirWayAndThoseNotSavedAreCounted() {
    desk.connectionChanged(new Connection.Online());
    desk.outboxChanged(
        List.of(
            Outboxes.entry(1, OutboxState.SENDING),
            Outboxes.entry(2, OutboxState.NOT_SAVED),
            Outboxes.entry(3, OutboxState.ACCEPTED)));
    assertThat(model.connection().get()).isEqualTo("saving 1 decision");
    assertThat(model.state().get().unsaved()).isEqualTo(1);
  }

  @Test
  void initialsAreOfTheNameAsItIsWritten() {
    assertThat(model.initials()).isEqualTo("AB");
    Account one = new Account(Cases.id(1), "x", "  Øystein ", Set.of(), List.of());
    FrameViewModel other =
        new FrameViewModel(
            one, desk, Words.in(Locale.ENGLISH), new Now(Clock.fixed(Cases.NOON, ZoneOffset.UTC)));
    assertThat(other.initials()).isEqualTo("Ø");
  }

  @Test
  void afterClosingTheDeskIsNotHeard() {
    model.close();
    desk.connectionChanged(new Connection.Online());
    assertThat(model.connection().get()).isEqualTo("connecting");
  }
}
