package dev.halcyon.client.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.journal.FaultyStorage;
import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureChain;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposureLedgerTest {
  private final TestClock clock = new TestClock();

  private ExposureLedger open(FaultyStorage disk) {
    return ExposureLedger.open(disk, Samples.ANA, clock);
  }

  private static long seen(ExposureLedger ledger) {
    return today(ledger).seenMillis();
  }

  private static ExposureSpan today(ExposureLedger ledger) {
    return ledger.span(ledger.today(), ledger.today());
  }

  private static List<ExposureEntry> entries(ExposureLedger ledger) {
    return ledger.next(List.of()).map(ExposureBatch::entries).orElse(List.of());
  }

  private static ExposureReceipt through(long number) {
    return new ExposureReceipt(Events.SESSION, number, 0, 0, 0);
  }

  @Test
  void whatRunsIsCountedAfterAKillUnderTheNumberItWouldHaveEndedWith() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    ledger.write(List.of(Events.text(1, 0, 5_000)), List.of());
    ledger.write(List.of(), List.of(Events.text(2, 5_000, 1_000)));
    ledger.write(List.of(), List.of(Events.text(2, 5_000, 2_000)));

    ExposureLedger after = open(new FaultyStorage(disk.afterKill()));
    assertThat(entries(after))
        .extracting(ExposureEntry::event)
        .containsExactly(Events.text(1, 0, 5_000), Events.text(2, 5_000, 2_000));
    assertThat(seen(after)).isEqualTo(7_000);
    assertThat(after.notice()).isNull();
  }

  @Test
  void whatStillRunsIsShownButNotSent() {
    ExposureLedger ledger = open(new FaultyStorage());
    ledger.write(List.of(), Events.slice(1, 0, 900));
    assertThat(seen(ledger)).isEqualTo(900);
    assertThat(ledger.next(List.of())).isEmpty();
    ledger.write(Events.slice(1, 0, 1_400), List.of());
    assertThat(seen(ledger)).as("each moment once").isEqualTo(1_400);
    assertThat(today(ledger).bands().getFirst().millis())
        .containsEntry(ExposureKind.TEXT, 1_400L)
        .containsEntry(ExposureKind.BLURRED, 1_400L);
    assertThat(entries(ledger)).hasSize(2);
  }

  @Test
  void linksFollowFromOneToTheNextAcrossARestart() {
    var disk = new FaultyStorage();
    open(disk).write(List.of(Events.text(1, 0, 10)), List.of(Events.text(2, 10, 10)));
    String before = ExposureChain.START;
    for (ExposureEntry entry : entries(open(new FaultyStorage(disk.afterKill())))) {
      before = ExposureChain.next(before, entry.event());
      assertThat(entry.chain()).isEqualTo(before);
    }
  }

  @Test
  void everyTornEndCostsOnlyTheLineThatWasCut() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    for (int i = 1; i <= 4; i++) {
      ledger.write(List.of(Events.text(i, i * 100L, 100)), List.of());
    }
    byte[] file = disk.afterKill();
    for (int length = 0; length <= file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      int whole = 0;
      for (String line : new String(cut, StandardCharsets.UTF_8).split("(?<=\n)")) {
        whole += line.contains("\"seen\"") && line.endsWith("\n") ? 1 : 0;
      }
      ExposureLedger after = open(new FaultyStorage(cut));
      assertThat(entries(after)).as("cut at %s", length).hasSizeBetween(whole, whole + 1);
      assertThat(after.notice()).as("a torn end is no news").isNull();
    }
  }

  @Test
  void damageInTheMiddleIsDeclaredToTheServer() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    for (int i = 1; i <= 3; i++) {
      ledger.write(List.of(Events.text(i, i * 100L, 100)), List.of());
    }
    String file = new String(disk.afterKill(), StandardCharsets.UTF_8);
    String damaged = file.replace("\"sequence\":2", "\"sequence\":7");
    ExposureLedger after = open(new FaultyStorage(damaged.getBytes(StandardCharsets.UTF_8)));
    assertThat(after.notice().code()).isEqualTo("exposure.damaged");
    ExposureBatch first = after.next(List.of()).orElseThrow();
    assertThat(first.lostThrough()).isNull();
    assertThat(first.entries()).hasSize(1);
    after.taken(through(1));
    ExposureBatch second = after.next(List.of()).orElseThrow();
    assertThat(second.lostThrough()).isEqualTo(2);
    assertThat(second.entries().getFirst().event().sequence()).isEqualTo(3);
  }

  @Test
  void whatTheServerHasLeavesTheFileAndItsSumsStay() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    for (int i = 0; i < 3_000; i++) {
      ledger.write(Events.slice(2L * i + 1, i * 1_000L, 1_000), List.of());
    }
    int before = disk.afterKill().length;
    ledger.taken(through(6_000));
    ledger.close();
    assertThat(before).isGreaterThan(1_000_000);
    assertThat(disk.afterKill()).hasSizeLessThan(2_000);
    ExposureLedger after = open(new FaultyStorage(disk.afterKill()));
    assertThat(seen(after)).isEqualTo(3_000_000);
    assertThat(after.next(List.of())).isEmpty();
  }

  @Test
  void aDayOfRunningSlicesStaysSmallThoughNoServerAnswers() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    int most = 0;
    for (int second = 1; second <= 20_000; second++) {
      int slice = second / 60;
      boolean ends = second % 60 == 0;
      List<ExposureEvent> now =
          List.of(Events.text(slice + (ends ? 0 : 1), slice * 60_000L, second % 60 * 1_000L + 1));
      ledger.write(ends ? now : List.of(), ends ? List.of() : now);
      most = Math.max(most, disk.afterKill().length);
    }
    assertThat(most).isLessThan(600_000);
  }

  @Test
  void sumsAreForgottenAfterAWeek() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    ledger.write(List.of(Events.text(1, 0, 700)), List.of());
    ledger.taken(through(1));
    clock.advance(Duration.ofDays(30));
    ledger.close();
    ExposureLedger after = open(new FaultyStorage(disk.afterKill()));
    assertThat(after.span(after.today().minusDays(40), after.today()).bands()).isEmpty();
  }

  @Test
  void aFullDiskStopsNoCountingAndWhatItCostIsWrittenLater() {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    disk.capacity = disk.afterKill().length + 10;
    assertThatThrownBy(() -> ledger.write(List.of(Events.text(1, 0, 400)), List.of()))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> assertThat(problem.code()).isEqualTo("exposure.disk-full"));
    assertThat(seen(ledger)).isEqualTo(400);
    disk.capacity = Long.MAX_VALUE;
    ledger.write(List.of(Events.text(2, 400, 100)), List.of());
    assertThat(entries(open(new FaultyStorage(disk.afterPowerLoss(0))))).hasSize(2);
  }

  /** What may happen to a ledger: a slice ends, one runs on, the server answers, power goes. */
  enum Act {
    END,
    RUN,
    TAKE,
    KILL,
    POWER_LOSS
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Arbitraries.of(Act.class).list().ofMaxSize(40);
  }

  @Property(tries = 200)
  void noEndedSliceIsEverLostAndNoneIsCountedTwice(@ForAll("acts") List<Act> acts) {
    var disk = new FaultyStorage();
    ExposureLedger ledger = open(disk);
    UUID session = new UUID(9, 100);
    long number = 0;
    long sum = 0;
    long runs = 0;
    for (Act act : acts) {
      switch (act) {
        case END -> {
          ExposureEvent ended =
              Events.event(session, ++number, ExposureKind.TEXT, number * 100, 100);
          ledger.write(List.of(ended), List.of());
          sum += 100;
          runs = 0;
        }
        case RUN -> {
          runs = 50;
          ledger.write(
              List.of(),
              List.of(
                  Events.event(session, number + 1, ExposureKind.TEXT, (number + 1) * 100, 50)));
        }
        case TAKE -> {
          for (ExposureBatch batch : ledger.next(List.of()).stream().toList()) {
            long last = batch.entries().getLast().event().sequence();
            ledger.taken(new ExposureReceipt(batch.session(), last, 0, 0, 0));
          }
        }
        case KILL, POWER_LOSS -> {
          boolean kill = act == Act.KILL;
          disk = new FaultyStorage(kill ? disk.afterKill() : disk.afterPowerLoss(0));
          ledger = open(disk);
          assertThat(seen(ledger)).isBetween(sum, sum + runs);
          assertThat(!kill || seen(ledger) == sum + runs).isTrue();
          sum = seen(ledger);
          runs = 0;
          session = new UUID(9, session.getLeastSignificantBits() + 1);
          number = 0;
        }
      }
      assertThat(seen(ledger)).isEqualTo(sum + runs);
    }
  }

  @Test
  void theFileHoldsIdsNumbersAndTimesAlone(@TempDir Path folder) throws IOException {
    Path file = ExposureLedger.fileFor(folder, Samples.ANA);
    try (ExposureLedger ledger = ExposureLedger.open(file, Samples.ANA, clock)) {
      ledger.write(Events.slice(1, 0, 10), Events.slice(3, 10, 10));
      ledger.taken(through(1));
      Pattern value =
          Pattern.compile(
              "[0-9a-f-]{36}|[0-9a-f]{32}|-?[0-9]+|[A-Z]+|exposure|seen|taken|day"
                  + "|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?");
      for (String line : Files.readAllLines(file)) {
        for (String field : line.substring(9).replaceAll("[{}\"]", "").split(",")) {
          String[] parts = field.split(":", field.contains("event") ? 3 : 2);
          assertThat(parts[parts.length - 1]).as(line).matches(value);
        }
      }
      assertThatThrownBy(() -> ExposureLedger.open(file, Samples.ANA, clock))
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> assertThat(problem.code()).isEqualTo("exposure.locked"));
    }
    assertThatThrownBy(() -> ExposureLedger.open(file, new UUID(1, 1), clock))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> assertThat(problem.code()).isEqualTo("exposure.other-account"));
  }

  @Test
  void aBatchHoldsWholeSlices() {
    ExposureLedger ledger = open(new FaultyStorage());
    List<ExposureEvent> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.addAll(Events.slice(3L * i + 1, i * 10L, 10));
      all.add(Events.event(Events.SESSION, 3L * i + 3, ExposureKind.SHARP, i * 10L, 10));
    }
    ledger.write(all, List.of());
    assertThat(entries(ledger)).hasSize(498);
  }
}
