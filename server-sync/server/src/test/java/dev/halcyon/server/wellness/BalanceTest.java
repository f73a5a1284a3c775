package dev.halcyon.server.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.SeverityBand;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The running totals of one person, on a clock of the test's. */
class BalanceTest {
  private static final long PAUSE = 600_000;
  private static final long MINUTE = 60_000;
  private static final long NOON = at("2026-03-04T12:00:00Z");
  private static final UUID CASE = new UUID(1, 1);
  private static final UUID LEDGER = new UUID(9, 9);

  private final Balance balance = Balance.begun("Europe/Berlin", NOON);

  private static long at(String moment) {
    return Instant.parse(moment).toEpochMilli();
  }

  private static OpenOne severe(UUID id, long expected) {
    return new OpenOne(
        id, List.of(BudgetScope.SEVERE, BudgetScope.P0), 1.5, expected, 0, Long.MAX_VALUE);
  }

  private void open(String holder, OpenOne one, long now) {
    balance.advance(now, PAUSE);
    balance.opened(holder, one, now, PAUSE, RotationPolicy.NONE);
  }

  private void told(long from, long until) {
    balance.told(
        List.of(new Piece(BudgetScope.SEVERE, from, until, 1)), Map.of(CASE, until - from), PAUSE);
  }

  @Test
  void timeWithACaseOpenCountsAtItsWorstUntilTheLedgerTells() {
    open("one", severe(CASE, MINUTE), NOON);
    assertThat(balance.inDay(BudgetScope.SEVERE)).isEqualTo(new Use(0, 0, 90_000));
    balance.advance(NOON + 10 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.SEVERE).assumed()).isEqualTo(15 * MINUTE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).as("time alone").isEqualTo(10 * MINUTE);

    told(NOON, NOON + 20_000);
    balance.proven("one", LEDGER, NOON + 9 * MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE))
        .as("the minute since is not told yet")
        .isEqualTo(new Use(20_000, 90_000, 60_000));
    balance.proven("one", LEDGER, NOON + 10 * MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE).assumed()).isZero();
  }

  @Test
  void whatAClientThatFellSilentLeftOpenStaysAssumedAfterTheCaseEnded() {
    open("one", severe(CASE, MINUTE), NOON);
    balance.advance(NOON + 2 * MINUTE, PAUSE);
    balance.ended(CASE, NOON + 2 * MINUTE, PAUSE);
    balance.advance(NOON + 60 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.SEVERE)).isEqualTo(new Use(0, 3 * MINUTE, 0));
    balance.proven("another sign-in", LEDGER, NOON + 60 * MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE).assumed())
        .as("another workbench proves nothing of this one")
        .isEqualTo(3 * MINUTE);
  }

  private static Seen seen(UUID id, long from, long millis) {
    return new Seen(id, SeverityBand.SEVERE, ExposureKind.TEXT, from, millis, from);
  }

  @Test
  void theLedgerOfAWorkbenchThatCrashedClearsItsOldSignInWhenItComesByAnother() {
    open("one", severe(CASE, MINUTE), NOON);
    balance.advance(NOON + 5 * MINUTE, PAUSE);
    balance.ended(CASE, NOON + 5 * MINUTE, PAUSE);
    // It opens the same case again after it was started anew.
    open("two", severe(CASE, MINUTE), NOON + 6 * MINUTE);
    told(NOON, NOON + 5 * MINUTE);
    balance.adopt("two", LEDGER, List.of(seen(CASE, NOON, 5 * MINUTE)));
    balance.proven("two", LEDGER, NOON + 5 * MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE).assumed()).isZero();
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).isEqualTo(5 * MINUTE);
  }

  @Test
  void anotherWorkbenchsLedgerOfItsOwnCasesClearsNothingOfASilentOne() {
    open("silent", severe(CASE, MINUTE), NOON);
    balance.advance(NOON + 5 * MINUTE, PAUSE);
    UUID other = new UUID(1, 2);
    open("two", severe(other, MINUTE), NOON + 5 * MINUTE);
    open("two", severe(CASE, MINUTE), NOON + 6 * MINUTE);
    List<Seen> own =
        List.of(seen(other, NOON + 5 * MINUTE, MINUTE), seen(CASE, NOON + 6 * MINUTE, 2 * MINUTE));
    balance.advance(NOON + 8 * MINUTE, PAUSE);
    balance.adopt("two", LEDGER, own);
    balance.proven("two", LEDGER, NOON + 8 * MINUTE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(6 * MINUTE);
    // Nor does a session that is known tell of the silent one later.
    balance.adopt("two", LEDGER, List.of(seen(CASE, NOON, MINUTE)));
    balance.proven("two", LEDGER, NOON + 8 * MINUTE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(6 * MINUTE);
  }

  @Test
  void severalOpenCasesAreOnePersonsTimeAndTwoWorkbenchesAreTwo() {
    open("one", severe(CASE, MINUTE), NOON);
    open("one", severe(new UUID(1, 2), MINUTE), NOON);
    balance.advance(NOON + MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(MINUTE);
    open("two", severe(new UUID(1, 3), MINUTE), NOON + MINUTE);
    balance.advance(NOON + 2 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(3 * MINUTE);
  }

  @Test
  void aCaseTakenOverInAnotherWindowIsReservedOnce() {
    open("one", severe(CASE, MINUTE), NOON);
    open("two", severe(CASE, MINUTE), NOON + 1000);
    assertThat(balance.inDay(BudgetScope.P0).reserved()).isEqualTo(MINUTE);
  }

  @Test
  void aServerThatStoodStillCountsALeaseOnlyAsLongAsItRan() {
    open("one", severe(CASE, MINUTE), NOON);
    long later = NOON + 30 * MINUTE;
    assertThat(balance.isStale(later - 10 * MINUTE, later)).isTrue();
    balance.leasesRunOut(later, Map.of(CASE, -28 * MINUTE));
    balance.advance(later, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(2 * MINUTE);
  }

  @Test
  void aLeaseThatRanOutCountsToItsEndAndNotToWhenThatWasNoticed() {
    open("one", severe(CASE, MINUTE), NOON);
    long later = NOON + 30 * MINUTE;
    balance.openUntil(CASE, NOON + 2 * MINUTE);
    balance.leasesRunOut(later, Map.of());
    balance.advance(later, PAUSE);
    balance.ended(CASE, NOON + 2 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(2 * MINUTE);
  }

  @Test
  void aStretchEndsWithAPauseAndNotWithAShortOne() {
    told(NOON, NOON + 5 * MINUTE);
    told(NOON + 14 * MINUTE, NOON + 15 * MINUTE);
    long now = NOON + 20 * MINUTE;
    assertThat(balance.inStretch(BudgetScope.SEVERE, now, PAUSE).all()).isEqualTo(6 * MINUTE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 25 * MINUTE, PAUSE).all()).isZero();
    told(NOON + 30 * MINUTE, NOON + 31 * MINUTE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 31 * MINUTE, PAUSE).all())
        .isEqualTo(MINUTE);
    told(NOON + 6 * MINUTE, NOON + 7 * MINUTE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 31 * MINUTE, PAUSE).all())
        .as("what is told late of a stretch that is over")
        .isEqualTo(MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).isEqualTo(8 * MINUTE);
  }

  @Test
  void aBreakThatIsTakenEndsTheStretchAndAShortOneDoesNot() {
    told(NOON, NOON + 20 * MINUTE);
    balance.beginBreak(NOON + 20 * MINUTE);
    balance.endBreak(NOON + 25 * MINUTE, PAUSE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 25 * MINUTE, PAUSE).all())
        .isEqualTo(20 * MINUTE);
    balance.beginBreak(NOON + 26 * MINUTE);
    balance.endBreak(NOON + 36 * MINUTE, PAUSE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 36 * MINUTE, PAUSE).all()).isZero();
    assertThat(balance.inDay(BudgetScope.SEVERE).all()).isEqualTo(20 * MINUTE);
  }

  @Test
  void midnightIsWhereThePersonIsAndSplitsWhatRunsOverIt() {
    long midnight = at("2026-03-04T23:00:00Z");
    balance.advance(midnight - 5 * MINUTE, PAUSE);
    open("one", severe(CASE, MINUTE), midnight - 5 * MINUTE);
    told(midnight - 2 * MINUTE, midnight + MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).isEqualTo(2 * MINUTE);
    balance.advance(midnight + 3 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(3 * MINUTE);
    assertThat(balance.inWeek(BudgetScope.P0).assumed()).isEqualTo(8 * MINUTE);
  }

  @Test
  void aNewWeekBeginsOnMonday() {
    told(NOON, NOON + MINUTE);
    balance.advance(at("2026-03-08T22:59:59Z"), PAUSE);
    assertThat(balance.inWeek(BudgetScope.SEVERE).told()).isEqualTo(MINUTE);
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).isZero();
    balance.advance(at("2026-03-08T23:00:00Z"), PAUSE);
    assertThat(balance.inWeek(BudgetScope.SEVERE).told()).isZero();
  }

  /** Sums of what is counted by quarters of an hour, as the database gives them. */
  private static Map<BudgetScope, Long> sum(Map<Long, Long> minutes, Period period) {
    Map<BudgetScope, Long> sum = new EnumMap<>(BudgetScope.class);
    minutes.forEach(
        (moment, millis) -> {
          if (moment >= period.from() && moment < period.until()) {
            sum.merge(BudgetScope.SEVERE, millis, Long::sum);
          }
        });
    return sum;
  }

  @Test
  void movingToAnotherZoneWinsNoBudgetAndLosesNone() {
    // Two hours in the evening in Berlin, then the person's days are those of Los Angeles.
    Map<Long, Long> counted = Map.of(at("2026-03-04T20:00:00Z"), 120 * MINUTE);
    told(at("2026-03-04T20:00:00Z"), at("2026-03-04T22:00:00Z"));
    balance.nextZone = "America/Los_Angeles";
    assertThat(balance.advance(at("2026-03-04T22:59:00Z"), PAUSE)).isFalse();
    assertThat(balance.zone).as("from the next day on").isEqualTo("Europe/Berlin");
    boolean moved = balance.advance(at("2026-03-04T23:30:00Z"), PAUSE);
    assertThat(moved).isTrue();
    balance.recount(sum(counted, balance.day), sum(counted, balance.week));
    // In Los Angeles it is three in the afternoon of the same day, which those two hours were in.
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).isEqualTo(120 * MINUTE);
    balance.advance(at("2026-03-05T07:59:00Z"), PAUSE);
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).isEqualTo(120 * MINUTE);
    balance.advance(at("2026-03-05T08:00:00Z"), PAUSE);
    assertThat(balance.inDay(BudgetScope.SEVERE).told()).as("midnight there").isZero();
    assertThat(balance.inWeek(BudgetScope.SEVERE).told()).isEqualTo(120 * MINUTE);
  }

  @Test
  void movingEastKeepsWhatTheDayThereHadAlready() {
    Balance west = Balance.begun("America/Los_Angeles", at("2026-03-05T20:00:00Z"));
    Map<Long, Long> counted =
        Map.of(at("2026-03-05T20:00:00Z"), 60 * MINUTE, at("2026-03-06T02:00:00Z"), 30 * MINUTE);
    west.told(
        List.of(
            new Piece(
                BudgetScope.SEVERE, at("2026-03-05T20:00:00Z"), at("2026-03-05T21:00:00Z"), 1),
            new Piece(
                BudgetScope.SEVERE, at("2026-03-06T02:00:00Z"), at("2026-03-06T02:30:00Z"), 1)),
        Map.of(),
        PAUSE);
    west.nextZone = "Europe/Berlin";
    assertThat(west.advance(at("2026-03-06T08:00:00Z"), PAUSE)).isTrue();
    west.recount(sum(counted, west.day), sum(counted, west.week));
    // Nine in the morning in Berlin: the half hour at three at night was today there.
    assertThat(west.inDay(BudgetScope.SEVERE).told()).isEqualTo(30 * MINUTE);
    assertThat(west.inWeek(BudgetScope.SEVERE).told()).isEqualTo(90 * MINUTE);
  }

  @Test
  void aZoneHoldsForADayAndWhatIsAssumedGoesAlong() {
    long midnight = at("2026-03-04T23:00:00Z");
    open("one", severe(CASE, MINUTE), midnight - 30 * MINUTE);
    // Where it is 23:00 of the same day then.
    balance.nextZone = "UTC";
    assertThat(balance.advance(midnight, PAUSE)).isTrue();
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(30 * MINUTE);
    // An hour later that day ends, and the next zone would begin another last hour.
    balance.nextZone = "Atlantic/Azores";
    assertThat(balance.advance(midnight + 70 * MINUTE, PAUSE)).isFalse();
    assertThat(balance.zone).isEqualTo("UTC");
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(10 * MINUTE);
    assertThat(balance.advance(at("2026-03-05T23:59:00Z"), PAUSE)).isFalse();
    assertThat(balance.advance(at("2026-03-06T00:00:00Z"), PAUSE)).isTrue();
    assertThat(balance.zone).isEqualTo("Atlantic/Azores");
  }

  @Test
  void theDayOnWhichClocksAreSetBackHasOneBudget() {
    Balance october = Balance.begun("Europe/Berlin", at("2026-10-24T22:30:00Z"));
    Piece night =
        new Piece(BudgetScope.SEVERE, at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"), 1);
    october.advance(at("2026-10-25T00:30:00Z"), PAUSE);
    october.told(List.of(night), Map.of(), PAUSE);
    october.advance(at("2026-10-25T22:59:00Z"), PAUSE);
    assertThat(october.inDay(BudgetScope.SEVERE).told())
        .as("two o'clock twice is one day")
        .isEqualTo(60 * MINUTE);
    october.advance(at("2026-10-25T23:00:00Z"), PAUSE);
    assertThat(october.inDay(BudgetScope.SEVERE).told()).isZero();
  }

  @Test
  void aClockThatGoesBackCountsNothingTwice() {
    open("one", severe(CASE, MINUTE), NOON);
    balance.advance(NOON + 5 * MINUTE, PAUSE);
    balance.advance(NOON + 2 * MINUTE, PAUSE);
    balance.advance(NOON + 5 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(5 * MINUTE);
  }

  @Test
  void aBreakWithACaseOpenCountsAsWorkAndIsNoRest() {
    told(NOON - 20 * MINUTE, NOON);
    open("one", severe(CASE, MINUTE), NOON);
    balance.beginBreak(NOON + MINUTE);
    balance.advance(NOON + 31 * MINUTE, PAUSE);
    assertThat(balance.inDay(BudgetScope.P0).assumed()).isEqualTo(31 * MINUTE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 31 * MINUTE, PAUSE).told())
        .isEqualTo(20 * MINUTE);
    balance.endBreak(NOON + 31 * MINUTE, PAUSE);
    assertThat(balance.inStretch(BudgetScope.SEVERE, NOON + 31 * MINUTE, PAUSE).told())
        .isEqualTo(20 * MINUTE);
  }

  @Test
  void aCaseWhoseDecisionWasOnItsWayWhenTheBreakBeganDoesNotSpoilIt() {
    open("one", severe(CASE, MINUTE), NOON);
    balance.advance(NOON + 20 * MINUTE, PAUSE);
    balance.beginBreak(NOON + 20 * MINUTE);
    balance.advance(NOON + 20 * MINUTE + 30_000, PAUSE);
    balance.ended(CASE, NOON + 20 * MINUTE + 30_000, PAUSE);
    balance.advance(NOON + 30 * MINUTE, PAUSE);
    assertThat(balance.inStretch(BudgetScope.P0, NOON + 30 * MINUTE, PAUSE).all()).isZero();
    balance.endBreak(NOON + 30 * MINUTE, PAUSE);
    assertThat(balance.inStretch(BudgetScope.P0, NOON + 30 * MINUTE, PAUSE).all()).isZero();
    assertThat(balance.breakSince).isZero();
  }

  @Test
  void itIsStoredAndReadAsItIs() {
    open("one", severe(CASE, MINUTE), NOON);
    balance.advance(NOON + MINUTE, PAUSE);
    told(NOON, NOON + 10_000);
    balance.proven("one", LEDGER, NOON + 30_000);
    balance.nextZone = "Asia/Tokyo";
    String written = WellnessRepository.write(balance);
    Balance read = WellnessRepository.read(written);
    assertThat(WellnessRepository.write(read)).isEqualTo(written);
    read.advance(NOON + 2 * MINUTE, PAUSE);
    balance.advance(NOON + 2 * MINUTE, PAUSE);
    assertThat(read.inDay(BudgetScope.SEVERE)).isEqualTo(balance.inDay(BudgetScope.SEVERE));
  }

  @Test
  void theShortPauseBetweenCasesIsWorkAndALongOneIsNot() {
    open("one", severe(CASE, MINUTE), NOON);
    assertThat(balance.workedMillis(NOON + 5 * MINUTE, PAUSE)).isEqualTo(5 * MINUTE);
    balance.ended(CASE, NOON + 5 * MINUTE, PAUSE);
    assertThat(balance.workedMillis(NOON + 10 * MINUTE, PAUSE)).isEqualTo(10 * MINUTE);
    assertThat(balance.workedMillis(NOON + 15 * MINUTE, PAUSE)).isZero();
  }
}
