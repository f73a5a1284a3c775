package dev.halcyon.engine.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The meter against an oracle that samples the same scripted session millisecond by millisecond:
 * windows come and go, looks overlap, the clock is set and the machine sleeps.
 */
class ExposureMeterPropertiesTest {
  private static final long TOLERANCE_MILLIS = 100;
  private static final UUID ITEM = new UUID(7, 7);

  /**
   * A stretch of a session.
   *
   * @param micros how long the facts hold
   * @param sleeps whether the machine sleeps through it, so that nobody calls the meter
   * @param setClock seconds by which somebody sets the wall clock at its end
   */
  record Stretch(OnScreen facts, long micros, boolean sleeps, int setClock) {}

  /** What may be added up apart. */
  record Heap(ExposureKind kind, SeverityBand band, UUID caseId) {}

  /** A wall clock that anybody may set. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-03-29T00:58:30Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final SetClock wall = new SetClock();
  private long nanos = 123_456_789;

  @Provide
  Arbitrary<List<Stretch>> sessions() {
    Arbitrary<Look> looks =
        Combinators.combine(
                Arbitraries.of(new UUID(1, 1), new UUID(1, 2)),
                Arbitraries.of(SeverityBand.class),
                Arbitraries.of(ExposureKind.class),
                oftenTrue(),
                oftenTrue().map(clear -> !clear))
            .as((id, band, kind, in, covered) -> new Look(id, ITEM, band, kind, in, covered));
    Arbitrary<OnScreen> facts =
        Combinators.combine(
                oftenTrue(), oftenTrue().map(up -> !up), oftenTrue(), looks.list().ofMaxSize(5))
            .as(OnScreen::new);
    Arbitrary<Boolean> rarely = Arbitraries.integers().between(0, 7).map(i -> i == 0);
    return Combinators.combine(
            facts,
            Arbitraries.longs().between(1, 9_000_000),
            rarely,
            Combinators.combine(rarely, Arbitraries.integers().between(-90_000, 90_000))
                .as((sets, by) -> sets ? by : 0))
        .as(Stretch::new)
        .list()
        .ofMaxSize(25);
  }

  private static Arbitrary<Boolean> oftenTrue() {
    return Arbitraries.integers().between(0, 4).map(i -> i > 0);
  }

  @Property(tries = 300)
  void whatIsMeteredIsWhatWasInSight(@ForAll("sessions") List<Stretch> session) {
    List<ExposureEvent> events = play(session);
    Map<Heap, Long> metered = new HashMap<>();
    for (ExposureEvent event : events) {
      metered.merge(
          new Heap(event.kind(), event.band(), event.caseId()), event.millis(), Long::sum);
    }
    Map<Heap, Long> expected = oracle(session);
    for (Heap heap : expected.keySet()) {
      assertThat(metered.getOrDefault(heap, 0L))
          .as("%s", heap)
          .isBetween(expected.get(heap) - TOLERANCE_MILLIS, expected.get(heap) + TOLERANCE_MILLIS);
    }
    metered.forEach(
        (heap, millis) ->
            assertThat(expected.getOrDefault(heap, 0L))
                .as("%s was never in sight", heap)
                .isGreaterThanOrEqualTo(millis - TOLERANCE_MILLIS));
  }

  @Property(tries = 300)
  void eventsAreNumberedBoundedAndNoMomentCountsTwiceInAKind(
      @ForAll("sessions") List<Stretch> session) {
    long sequence = 0;
    Map<ExposureKind, Long> ends = new HashMap<>();
    long slice = -1;
    for (ExposureEvent event : play(session)) {
      assertThat(event.sequence()).isEqualTo(++sequence);
      assertThat(event.millis()).isBetween(1L, ExposureMeter.LONGEST.toMillis() + 1_000);
      assertThat(event.atMillis()).isGreaterThanOrEqualTo(ends.getOrDefault(event.kind(), 0L));
      ends.put(event.kind(), event.atMillis() + event.millis());
      assertThat(event.atMillis()).as("slices come in order").isGreaterThanOrEqualTo(slice);
      slice = event.atMillis();
    }
  }

  /** Plays a session as a workbench does: each fact at once, a tick each second while awake. */
  private List<ExposureEvent> play(List<Stretch> session) {
    ExposureMeter meter = new ExposureMeter(new UUID(9, 9), wall, () -> nanos);
    List<ExposureEvent> events = new ArrayList<>();
    for (Stretch stretch : session) {
      events.addAll(meter.see(stretch.facts()));
      long left = stretch.micros();
      while (!stretch.sleeps() && left > 1_000_000) {
        pass(1_000_000);
        left -= 1_000_000;
        List<ExposureEvent> ended = meter.tick();
        events.addAll(ended);
        assertRunningComesNext(meter, events);
      }
      pass(left + (stretch.sleeps() ? 3_600_000_000L : 0));
      wall.now = wall.now.plusSeconds(stretch.setClock());
    }
    events.addAll(meter.end());
    assertThat(meter.running()).isEmpty();
    return events;
  }

  private static void assertRunningComesNext(ExposureMeter meter, List<ExposureEvent> events) {
    long next = events.isEmpty() ? 1 : events.getLast().sequence() + 1;
    for (ExposureEvent running : meter.running()) {
      assertThat(running.sequence()).isEqualTo(next++);
    }
  }

  private void pass(long micros) {
    nanos += micros * 1_000;
    wall.now = wall.now.plusNanos(micros * 1_000);
  }

  /** Adds up each millisecond that was really in sight, from the facts alone. */
  private static Map<Heap, Long> oracle(List<Stretch> session) {
    Map<Heap, Long> sums = new HashMap<>();
    List<SeverityBand> lightFirst =
        List.of(
            SeverityBand.NEUTRAL, SeverityBand.MODERATE, SeverityBand.UNKNOWN, SeverityBand.SEVERE);
    long at = 0;
    for (Stretch stretch : session) {
      OnScreen facts = stretch.facts();
      long end = at + stretch.micros();
      boolean attended = facts.showing() && !facts.minimised() && facts.focused();
      for (long sample = (at + 999) / 1_000 * 1_000; sample < end; sample += 1_000) {
        if (!attended || stretch.sleeps()) {
          break;
        }
        for (ExposureKind kind : ExposureKind.values()) {
          Look heaviest = null;
          for (Look look : facts.looks()) {
            boolean reaches = kind == ExposureKind.SOUND || look.inViewport() && !look.covered();
            if (look.kind() == kind
                && reaches
                && (heaviest == null
                    || lightFirst.indexOf(look.band()) > lightFirst.indexOf(heaviest.band()))) {
              heaviest = look;
            }
          }
          if (heaviest != null) {
            sums.merge(new Heap(kind, heaviest.band(), heaviest.caseId()), 1L, Long::sum);
          }
        }
      }
      at = end;
    }
    return sums;
  }
}
