package dev.halcyon.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.app.testing.Cases;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeskWatchTest {
  private final DeskWatch watch = new DeskWatch(Runnable::run);

  /** Each view of a list is one more that the list tells of every change, all day long. */
  @Test
  void listsAreTheSameHoweverOftenTheyAreAskedFor() {
    assertThat(watch.queues()).isSameAs(watch.queues());
    assertThat(watch.upNext()).isSameAs(watch.upNext());
    assertThat(watch.outbox()).isSameAs(watch.outbox());
  }

  @Test
  void listsFollowTheDeskAndAreNobodyElsesToChange() {
    var queues = watch.queues();
    watch.queuesChanged(List.of(Cases.queue("u", "Urgent", 2, 1, 0)));
    assertThat(queues).hasSize(1);
    assertThatThrownBy(queues::clear).isInstanceOf(UnsupportedOperationException.class);
  }
}
