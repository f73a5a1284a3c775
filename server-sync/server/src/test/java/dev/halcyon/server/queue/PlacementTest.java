package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
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
