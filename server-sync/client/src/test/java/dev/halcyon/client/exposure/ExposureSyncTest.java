package dev.halcyon.client.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.journal.FaultyStorage;
import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.OwnExposure;
import dev.halcyon.protocol.UserProblem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExposureSyncTest {
  /** Takes entries as a server does, and fails on demand. */
  private static final class Model implements ExposureServer {
    final List<ExposureEvent> has = new ArrayList<>();
    long lost;
    int calls;
    String failing = "";

    @Override
    public ExposureReceipt exposure(ExposureBatch batch) {
      calls++;
      if (failing.equals("answer is lost")) {
        failing = "";
        take(batch);
        throw new UserProblem("network.interrupted", "cut", "again");
      }
      if (!failing.isEmpty()) {
        throw new UserProblem(failing, "no", "later");
      }
      take(batch);
      return new ExposureReceipt(batch.session(), through(), lost, 0, 0);
    }

    private void take(ExposureBatch batch) {
      for (ExposureEntry entry : batch.entries()) {
        long number = entry.event().sequence();
        boolean declared = batch.lostThrough() != null && batch.lostThrough() == number - 1;
        if (number == through() + 1 || number > through() && declared) {
          lost += number - through() - 1;
          has.add(entry.event());
        }
      }
    }

    long through() {
      return has.isEmpty() ? 0 : has.getLast().sequence();
    }

    @Override
    public OwnExposure ownExposure(ZoneId zone) {
      throw new UserProblem("network.unreachable", "away", "later");
    }
  }

  private final ExposureLedger ledger =
      ExposureLedger.open(new FaultyStorage(), Samples.ANA, new TestClock());
  private final Model server = new Model();
  private final ExposureSync sync = new ExposureSync(ledger, server);

  private void write(int from, int through) {
    for (int i = from; i <= through; i++) {
      ledger.write(List.of(Events.text(i, i * 100L, 100)), List.of());
    }
  }

  @Test
  void allThatEndedArrivesOnceAndInOrder() {
    write(1, 1_234);
    sync.send();
    assertThat(server.has).extracting(ExposureEvent::sequence).hasSize(1_234).isSorted();
    int calls = server.calls;
    sync.send();
    assertThat(server.calls).as("nothing waits, nobody is asked").isEqualTo(calls);
  }

  @Test
  void aLostAnswerDoublesNothing() {
    write(1, 10);
    server.failing = "answer is lost";
    assertThatThrownBy(sync::send).isInstanceOf(UserProblem.class);
    write(11, 12);
    sync.send();
    assertThat(server.has)
        .extracting(ExposureEvent::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void aServerSetBackToABackupIsToldWhatIsLost() {
    write(1, 10);
    sync.send();
    server.has.subList(4, 10).clear();
    write(11, 11);
    sync.send();
    assertThat(server.has).extracting(ExposureEvent::sequence).endsWith(4L, 11L);
    assertThat(server.lost).isEqualTo(6);
  }

  @Test
  void aRefusedSessionIsNotSentAgainAndKeepsItsEntries() {
    write(1, 3);
    server.failing = "exposure.refused";
    assertThatThrownBy(sync::send).isInstanceOf(UserProblem.class);
    server.failing = "";
    sync.send();
    assertThat(server.calls).isEqualTo(1);
    assertThat(ledger.unsent(ledger.today(), ledger.today()).seenMillis()).isEqualTo(300);
  }

  @Test
  void aServerThatIsAwayIsAskedAgain() {
    write(1, 3);
    server.failing = "network.unreachable";
    assertThatThrownBy(sync::send).isInstanceOf(UserProblem.class);
    server.failing = "";
    sync.send();
    assertThat(server.has).hasSize(3);
  }
}
