package dev.halcyon.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.journal.FaultyStorage;
import dev.halcyon.client.journal.Lines;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What opening makes of a file that was cut, flipped or left half-written anywhere. */
class OutboxDamageTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final TestClock clock = new TestClock();

  /** What was done to an outbox, and the file it left, never made smaller. */
  private record History(byte[] file, Map<UUID, DecisionRequest> made, Set<UUID> undone) {}

  enum Act {
    ADD,
    UNDO,
    SEND,
    ACCEPT,
    CONFLICT
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Arbitraries.of(Act.class).list().ofMinSize(1).ofMaxSize(10);
  }

  private History play(List<Act> acts) {
    List<JournalRecord> lines = new ArrayList<>();
    lines.add(new JournalRecord.Header(1, Samples.ANA));
    Map<UUID, DecisionRequest> made = new HashMap<>();
    Set<UUID> undone = new HashSet<>();
    List<UUID> pending = new ArrayList<>();
    List<UUID> sending = new ArrayList<>();
    for (Act act : acts) {
      switch (act) {
        case ADD -> {
          DecisionRequest decision = Samples.decision(UUID.randomUUID(), "note\nwith \"lines\"");
          made.put(decision.id(), decision);
          pending.add(decision.id());
          lines.add(new JournalRecord.Made(decision, clock.instant().plus(WINDOW)));
        }
        case UNDO -> move(lines, pending, OutboxState.UNDONE).forEach(undone::add);
        case SEND -> sending.addAll(move(lines, pending, OutboxState.SENDING));
        case ACCEPT -> move(lines, sending, OutboxState.ACCEPTED);
        case CONFLICT -> move(lines, sending, OutboxState.CONFLICT);
      }
    }
    return new History(new Lines<>(JournalRecord.class).write(lines), made, undone);
  }

  private static List<UUID> move(List<JournalRecord> lines, List<UUID> from, OutboxState to) {
    if (from.isEmpty()) {
      return List.of();
    }
    UUID id = from.removeFirst();
    lines.add(new JournalRecord.Moved(id, to, null));
    return List.of(id);
  }

  private List<OutboxEntry> reopened(byte[] file) {
    return Outbox.open(new FaultyStorage(file), Samples.ANA, clock).entries();
  }

  @Property(tries = 40)
  void fileCutAtAnyByteGivesExactlyItsWholeEntries(@ForAll("acts") List<Act> acts) {
    History history = play(acts);
    byte[] file = history.file();
    for (int length = 0; length <= file.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(file, length);
      int whole = length;
      boolean endMissing = length < file.length && file[length] == '\n';
      while (whole > 0 && cut[whole - 1] != '\n') {
        whole--;
      }
      byte[] prefix = java.util.Arrays.copyOf(file, endMissing ? length + 1 : whole);

      var disk = new FaultyStorage(cut);
      Outbox outbox = Outbox.open(disk, Samples.ANA, clock);

      assertThat(outbox.entries()).as("cut at %d", length).isEqualTo(reopened(prefix));
      assertThat(outbox.notice() != null).isEqualTo(length > whole && !endMissing);
      assertThat(
              Outbox.open(new FaultyStorage(disk.afterPowerLoss(0)), Samples.ANA, clock).notice())
          .as("mended for good")
          .isNull();
    }
  }

  @Property(tries = 25)
  void flippedBitNeverSendsWhatWasUndoneNorInventsADecision(@ForAll("acts") List<Act> acts) {
    History history = play(acts);
    clock.advance(WINDOW);
    byte[] file = history.file();
    for (int at = 0; at < file.length; at++) {
      for (int bit = 0; bit < 8; bit += 3) {
        byte[] flipped = file.clone();
        flipped[at] ^= (byte) (1 << bit);
        Outbox outbox = Outbox.open(new FaultyStorage(flipped), Samples.ANA, clock);
        assertThat(outbox.entries())
            .allSatisfy(
                entry -> assertThat(history.made().get(entry.id())).isEqualTo(entry.decision()));
        assertThat(outbox.claimDue(100))
            .as("flip of bit %d in byte %d", bit, at)
            .noneMatch(entry -> history.undone().contains(entry.id()));
      }
    }
  }

  @Property(tries = 60)
  void flippedBitCostsAtMostTheTwoLinesItTouches(@ForAll("acts") List<Act> acts) {
    History history = play(acts);
    byte[] file = history.file();
    int whole = new Lines<>(JournalRecord.class).read(file).records().size();
    for (int at = 0; at < file.length; at += 7) {
      byte[] flipped = file.clone();
      flipped[at] ^= 0x10;
      assertThat(new Lines<>(JournalRecord.class).read(flipped).records().size())
          .isGreaterThanOrEqualTo(whole - 2);
    }
  }

  /**
   * The disk fills up, fails to force and loses power at random; whatever {@code add} and {@code
   * undo} returned for still holds afterwards.
   */
  @Property(tries = 300)
  void whatWasConfirmedHoldsWhateverTheDiskDoes(
      @ForAll("faults") List<Integer> faults, @ForAll("acts") List<Act> acts) {
    var disk = new FaultyStorage();
    Outbox outbox = Outbox.open(disk, Samples.ANA, clock);
    Map<UUID, OutboxState> confirmed = new HashMap<>();
    Set<UUID> unsure = new HashSet<>();
    int step = 0;
    for (Act act : acts) {
      int fault = faults.get(step++ % faults.size());
      disk.capacity = fault % 4 == 1 ? disk.afterKill().length + fault : Long.MAX_VALUE;
      disk.failingForces = fault % 4 == 2 ? 1 + fault % 3 : 0;
      act(outbox, act, confirmed, unsure);
      if (fault % 4 == 3) {
        disk = new FaultyStorage(disk.afterPowerLoss(fault));
        outbox = Outbox.open(disk, Samples.ANA, clock);
      }
    }
    var after = Outbox.open(new FaultyStorage(disk.afterPowerLoss(0)), Samples.ANA, clock);
    for (var each : confirmed.entrySet()) {
      OutboxEntry entry = after.entry(each.getKey());
      if (!unsure.contains(each.getKey())) {
        switch (each.getValue()) {
          case UNDONE -> assertThat(entry).as("undone").isNull();
          default -> assertThat(entry).as("made and neither undone nor answered").isNotNull();
        }
      }
    }
  }

  private void act(Outbox outbox, Act act, Map<UUID, OutboxState> confirmed, Set<UUID> answered) {
    try {
      switch (act) {
        case ADD -> {
          UUID id = outbox.add(Samples.decision(), WINDOW).id();
          confirmed.put(id, OutboxState.PENDING_UNDO);
        }
        case UNDO -> {
          for (OutboxEntry entry : outbox.entries()) {
            if (entry.state() == OutboxState.PENDING_UNDO) {
              UUID id = outbox.undo(entry.id()).id();
              confirmed.put(id, OutboxState.UNDONE);
              break;
            }
          }
        }
        case SEND -> {
          clock.advance(WINDOW);
          outbox.claimDue(1);
        }
        case ACCEPT, CONFLICT -> {
          for (OutboxEntry entry : outbox.entries()) {
            if (entry.state() == OutboxState.SENDING) {
              answered.add(entry.id());
              outbox.settle(
                  new DecisionResult(
                      entry.id(), DecisionOutcome.ACCEPTED, false, null, null, null));
              break;
            }
          }
        }
      }
    } catch (UserProblem refused) {
      assertThat(refused.code()).startsWith("outbox.");
    }
  }

  @Provide
  Arbitrary<List<Integer>> faults() {
    return Arbitraries.integers().between(0, 400).list().ofMinSize(4).ofMaxSize(12);
  }
}
