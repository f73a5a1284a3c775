package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.server.Fixtures;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where cases go, how urgent they are and when they are due. */
class PlacementTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");
  private static final ResolvedPolicy POLICY = Fixtures.policy(1);

  @Test
  void theLeadingCategoryGivesPriorityAndDueTime() {
    Placement placed = place("en", 10, Category.HATE);
    assertThat(placed.priority()).isEqualTo(Priority.P1);
    assertThat(placed.dueAt()).isEqualTo(RECEIVED.plusSeconds(3600));
    assertThat(placed.queue()).isEqualTo("general");
    assertThat(placed.reasons().getFirst())
        .isEqualTo(new QueueReason(ReasonKind.CATEGORY_PRIORITY, "hate"));
  }

  @Test
  void reachRaisesToThePriorityWhoseReachItHas() {
    Placement placed = place("en", 48_000, Category.SPAM);
    assertThat(placed.priority()).isEqualTo(Priority.P1);
    assertThat(placed.reasons()).contains(new QueueReason(ReasonKind.RAISED_BY_REACH, "48000"));
    assertThat(place("en", 2_000_000, Category.SPAM).priority()).isEqualTo(Priority.P0);
    assertThat(place("en", 9_999, Category.SPAM).priority()).isEqualTo(Priority.P2);
  }

  @Test
  void aTrustedFlaggerOrAnAuthorityRaisesByOneAndAUserDoesNot() {
    assertThat(place("en", 1, Category.SPAM, report(ReportSource.USER, 0)).priority())
        .isEqualTo(Priority.P2);
    Placement flagged = place("en", 1, Category.SPAM, report(ReportSource.TRUSTED_FLAGGER, 0));
    assertThat(flagged.priority()).isEqualTo(Priority.P1);
    assertThat(flagged.reasons())
        .contains(new QueueReason(ReasonKind.RAISED_BY_REPORT, "trusted_flagger"));
    assertThat(place("en", 1, Category.HATE, report(ReportSource.AUTHORITY, 0)).priority())
        .isEqualTo(Priority.P0);
  }

  @Test
  void theEarliestClockCounts() {
    Placement placed = place("en", 1, Category.HATE, report(ReportSource.USER, -600));
    assertThat(placed.dueAt()).isEqualTo(RECEIVED.plusSeconds(3600 - 600));
    Placement later = place("en", 1, Category.HATE, report(ReportSource.USER, 600));
    assertThat(later.dueAt()).isEqualTo(RECEIVED.plusSeconds(3600));
  }

  @Test
  void theLawsClockRunsFromTheReceiptOfTheNoticeAndRaisesThePriority() {
    ResolvedPolicy indian = PolicyDocuments.shippedDocument(3).forRegion("IN");
    Item item = Fixtures.item("words", "en", 1, RECEIVED);
    Report order = about(ReportSource.AUTHORITY, null, 7200);
    Placement ordered = Placement.of(item, Category.SPAM, 0.7, List.of(order), indian);
    // The authority raises P2 to P1, whose hour is shorter than the three of the law.
    assertThat(ordered.priority()).isEqualTo(Priority.P1);
    assertThat(ordered.dueAt()).isEqualTo(RECEIVED.plusSeconds(3600));
    assertThat(ordered.reasons())
        .anyMatch(
            reason ->
                reason.kind() == ReasonKind.STATUTORY_CLOCK && reason.value().contains("3 hours"));
    Report intimate = about(ReportSource.USER, Category.SEXUAL, 60);
    Placement told = Placement.of(item, Category.SPAM, 0.7, List.of(intimate), indian);
    assertThat(told.priority()).isEqualTo(Priority.P1);
    Report other = about(ReportSource.USER, Category.SPAM, 60);
    Placement plain = Placement.of(item, Category.SPAM, 0.7, List.of(other), indian);
    assertThat(plain.priority()).isEqualTo(Priority.P2);
    assertThat(plain.reasons()).noneMatch(each -> each.kind() == ReasonKind.STATUTORY_CLOCK);
  }

  @Test
  void aClockThatIsShorterThanEveryServiceLevelIsTheDueTime() {
    ResolvedPolicy base = PolicyDocuments.shippedDocument(3).base();
    ClockSpec minute = new ClockSpec("m", "A minute", List.of(), List.of(), 60);
    ResolvedPolicy policy =
        new ResolvedPolicy(
            base.ref(),
            base.title(),
            base.categories(),
            base.rules(),
            base.stages(),
            base.queues(),
            base.sla(),
            base.reviewHides(),
            base.unsupportedLanguage(),
            List.of(minute),
            null,
            List.of(),
            List.of());
    Item item = Fixtures.item("words", "en", 1, RECEIVED);
    Report late = about(ReportSource.USER, null, 30);
    Placement placed = Placement.of(item, Category.SPAM, 0.7, List.of(late), policy);
    assertThat(placed.priority()).isEqualTo(Priority.P0);
    assertThat(placed.dueAt()).isEqualTo(RECEIVED.plusSeconds(90));
    Report early = about(ReportSource.USER, null, 10);
    assertThat(Placement.of(item, Category.SPAM, 0.7, List.of(late, early), policy).dueAt())
        .isEqualTo(RECEIVED.plusSeconds(70));
  }

  private static Report about(ReportSource source, @Nullable Category ground, long secondsAfter) {
    return new Report(UUID.randomUUID(), source, ground, "", RECEIVED.plusSeconds(secondsAfter));
  }

  @Test
  void theFirstQueueThatTakesItGetsIt() {
    assertThat(place("en", 1, Category.VIOLENCE).queue()).isEqualTo("critical");
    assertThat(place("de", 1, Category.HATE).queue()).isEqualTo("german");
    assertThat(place("de", 1, Category.VIOLENCE).queue()).isEqualTo("critical");
  }

  @Test
  void aCategoryThePolicyDoesNotKnowIsNormal() {
    assertThat(place("en", 1, Category.UNKNOWN).priority()).isEqualTo(Priority.P2);
  }

  @Property
  void nothingEverLowersUrgency(
      @ForAll @LongRange(max = 10_000_000) long reach, @ForAll ReportSource source) {
    for (Category category : List.of(Category.VIOLENCE, Category.HATE, Category.SPAM)) {
      Placement plain = place("en", 0, category);
      Placement raised = place("en", reach, category, report(source, -60));
      assertThat(raised.priority()).isLessThanOrEqualTo(plain.priority());
      assertThat(raised.dueAt()).isBeforeOrEqualTo(plain.dueAt());
    }
  }

  private static Placement place(
      String language, long reach, Category category, Report... reports) {
    Item item = Fixtures.item("words", language, reach, RECEIVED);
    return Placement.of(item, category, 0.7, List.of(reports), POLICY);
  }

  private static Report report(ReportSource source, long secondsAfter) {
    return Fixtures.report(source, RECEIVED.plusSeconds(secondsAfter));
  }
}
