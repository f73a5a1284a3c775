package dev.halcyon.server.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.SeverityBand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What entries of a ledger add to each budget. */
class LedgerPiecesTest {
  private static final long NOON = Instant.parse("2026-03-04T12:00:00Z").toEpochMilli();
  private static final UUID SEVERE = new UUID(1, 1);
  private static final UUID LIGHT = new UUID(1, 2);

  private static Seen seen(UUID id, ExposureKind kind, long at, long millis) {
    return new Seen(id, SeverityBand.UNKNOWN, kind, at, millis, NOON + at);
  }

  private static LedgerPieces pieces(List<Seen> before, long lost, Seen... entries) {
    return LedgerPieces.of(
        new Told("sign-in", new UUID(9, 9), before, List.of(entries), true, lost),
        ExposureWeights.USUAL,
        entry ->
            entry.caseId().equals(SEVERE)
                ? List.of(BudgetScope.SEVERE, BudgetScope.P0)
                : List.of(BudgetScope.NEUTRAL));
  }

  private static long weighed(LedgerPieces pieces, BudgetScope scope) {
    return pieces.pieces().stream()
        .filter(each -> each.scope() == scope)
        .mapToLong(each -> each.within(each.from(), each.until()))
        .sum();
  }

  @Test
  void ofOneMomentTheHeaviestWayCounts() {
    LedgerPieces pieces =
        pieces(
            List.of(),
            0,
            seen(SEVERE, ExposureKind.TEXT, 0, 1000),
            seen(SEVERE, ExposureKind.SHARP, 0, 1000),
            seen(SEVERE, ExposureKind.BLURRED, 0, 1000),
            seen(SEVERE, ExposureKind.TEXT, 1000, 500));
    assertThat(weighed(pieces, BudgetScope.SEVERE)).isEqualTo(2000);
    assertThat(weighed(pieces, BudgetScope.P0)).as("time alone").isEqualTo(1500);
    assertThat(pieces.seen()).isEqualTo(Map.of(SEVERE, 1500L));
  }

  @Test
  void twoCasesInOneMomentCountEachInItsBand() {
    LedgerPieces pieces =
        pieces(
            List.of(),
            0,
            seen(SEVERE, ExposureKind.TEXT, 0, 1000),
            seen(LIGHT, ExposureKind.SOUND, 0, 1000));
    assertThat(weighed(pieces, BudgetScope.SEVERE)).isEqualTo(1000);
    assertThat(weighed(pieces, BudgetScope.NEUTRAL)).isEqualTo(1500);
  }

  @Test
  void aMomentThatTwoBatchesTellOfCountsOnce() {
    Seen text = seen(SEVERE, ExposureKind.TEXT, 5000, 1000);
    LedgerPieces rest = pieces(List.of(text), 0, seen(SEVERE, ExposureKind.SHARP, 5000, 1000));
    assertThat(weighed(rest, BudgetScope.SEVERE)).as("what sharp adds to text").isEqualTo(500);
    assertThat(weighed(rest, BudgetScope.P0)).isZero();
  }

  @Test
  void whatIsLostCountsForAsLongAsItCanHaveLasted() {
    LedgerPieces pieces = pieces(List.of(), 60_000, seen(LIGHT, ExposureKind.TEXT, 0, 1000));
    assertThat(weighed(pieces, BudgetScope.SEVERE)).isEqualTo(90_000);
    assertThat(weighed(pieces, BudgetScope.P0)).isEqualTo(60_000);
    assertThat(pieces.pieces().getFirst().until()).isEqualTo(NOON);
  }

  @Test
  void timeIsSplitAtQuartersOfAnHour() {
    LedgerPieces pieces = pieces(List.of(), 0, seen(SEVERE, ExposureKind.SHARP, -10_000, 30_000));
    long quarter = NOON / WellnessRepository.QUARTER;
    assertThat(pieces.quarters())
        .isEqualTo(
            Map.of(
                quarter - 1,
                Map.of(BudgetScope.SEVERE, 15_000L, BudgetScope.P0, 10_000L),
                quarter,
                Map.of(BudgetScope.SEVERE, 30_000L, BudgetScope.P0, 20_000L)));
  }
}
