package dev.halcyon.engine.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExposureMeterTest {
  private static final UUID SESSION = new UUID(9, 9);
  private static final UUID CASE = new UUID(1, 1);
  private static final UUID ITEM = new UUID(2, 2);

  private Instant wallNow = Instant.parse("2026-03-02T09:00:00Z");
  private long nanos;
  private final Clock wall =
      new Clock() {
        @Override
        public Instant instant() {
          return wallNow;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
  private final ExposureMeter meter = new ExposureMeter(SESSION, wall, () -> nanos);

  private static OnScreen text() {
    return new OnScreen(true, false, true, List.of(look(ExposureKind.TEXT, SeverityBand.SEVERE)));
  }

  private static Look look(ExposureKind kind, SeverityBand band) {
    return new Look(CASE, ITEM, band, kind, true, false);
  }

  private void pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
    wallNow = wallNow.plusMillis(millis);
  }

  @Test
  void aSliceSaysWhatWasSeenFromWhenAndForHowLong() {
    pass(500);
    meter.see(text());
    pass(1_250);
    assertThat(meter.end())
        .containsExactly(
            new ExposureEvent(
                SESSION,
                1,
                CASE,
                ITEM,
                SeverityBand.SEVERE,
                ExposureKind.TEXT,
                500,
                1_250,
                Instant.parse("2026-03-02T09:00:00.5Z"),
                0));
  }

  @Test
  void twoLooksOfAKindCountOnceUnderTheHeavierBand() {
    meter.see(
        new OnScreen(
            true,
            false,
            true,
            List.of(
                look(ExposureKind.BLURRED, SeverityBand.NEUTRAL),
                look(ExposureKind.BLURRED, SeverityBand.MODERATE))));
    pass(800);
    List<ExposureEvent> events = meter.end();
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().band()).isEqualTo(SeverityBand.MODERATE);
    assertThat(events.getFirst().millis()).isEqualTo(800);
  }

  @Test
  void kindsSeenTogetherBeginAtTheSameMoment() {
    meter.see(
        new OnScreen(
            true,
            false,
            true,
            List.of(
                look(ExposureKind.TEXT, SeverityBand.SEVERE),
                look(ExposureKind.SHARP, SeverityBand.SEVERE))));
    pass(300);
    List<ExposureEvent> together = meter.see(text());
    pass(300);
    List<ExposureEvent> alone = meter.end();
    assertThat(together).extracting(ExposureEvent::atMillis).containsExactly(0L, 0L);
    assertThat(together).extracting(ExposureEvent::millis).containsExactly(300L, 300L);
    assertThat(alone).extracting(ExposureEvent::atMillis).containsExactly(300L);
  }

  @Test
  void aClockSetBackNeitherTakesAwayNorAdds() {
    meter.see(text());
    pass(900);
    wallNow = wallNow.minus(Duration.ofDays(1));
    List<ExposureEvent> before = meter.tick();
    pass(700);
    List<ExposureEvent> after = meter.end();
    assertThat(before).extracting(ExposureEvent::millis).containsExactly(900L);
    assertThat(after).extracting(ExposureEvent::millis).containsExactly(700L);
    assertThat(after.getFirst().clockShiftMillis()).isEqualTo(-Duration.ofDays(1).toMillis());
    assertThat(after.getFirst().atMillis()).isEqualTo(900);
  }

  @Test
  void aSleepingMachineIsNotCountedWhetherItsCounterRunsOnOrStops() {
    meter.see(text());
    pass(1_000);
    meter.tick();
    pass(Duration.ofHours(8).toMillis());
    List<ExposureEvent> runsOn = meter.tick();
    pass(400);
    meter.tick();
    wallNow = wallNow.plus(Duration.ofHours(8));
    List<ExposureEvent> stopped = meter.tick();
    pass(200);
    List<ExposureEvent> last = meter.end();
    assertThat(runsOn).extracting(ExposureEvent::millis).containsExactly(1_000L);
    assertThat(stopped).extracting(ExposureEvent::millis).containsExactly(400L);
    assertThat(last).extracting(ExposureEvent::millis).containsExactly(200L);
    assertThat(last.getFirst().startedAt())
        .as("what follows a sleep is dated after it")
        .isEqualTo(Instant.parse("2026-03-03T01:00:01.400Z"));
  }

  @Test
  void aLongLookComesInSlicesThatEndWithTheMinute() {
    pass(30_000);
    meter.see(text());
    long closed = 0;
    int slices = 0;
    for (int second = 0; second < 150; second++) {
      pass(1_000);
      for (ExposureEvent event : meter.tick()) {
        closed += event.millis();
        slices++;
      }
      long running = meter.running().stream().mapToLong(ExposureEvent::millis).sum();
      assertThat(closed + running).isEqualTo(1_000L * (second + 1));
    }
    assertThat(slices).isEqualTo(3);
  }

  @Test
  void soundIsHeardUnderWhatCoversThePictureButNotWhenThePersonIsElsewhere() {
    Look covered = new Look(CASE, ITEM, SeverityBand.SEVERE, ExposureKind.SOUND, false, true);
    meter.see(new OnScreen(true, false, true, List.of(covered)));
    pass(600);
    List<ExposureEvent> heard = meter.see(new OnScreen(true, false, false, List.of(covered)));
    pass(600);
    assertThat(heard).extracting(ExposureEvent::millis).containsExactly(600L);
    assertThat(meter.end()).isEmpty();
  }
}
