package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.UnderReview.Effect;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in which review may move an item, and that there is no other. */
class VisibilityMachineTest {
  @ParameterizedTest
  @CsvSource({
    "PENDING, PENDING, PENDING, PENDING",
    "VISIBLE, VISIBLE, PENDING, RESTRICTED",
    "RESTRICTED, RESTRICTED, PENDING, RESTRICTED",
    "REMOVED, REMOVED, REMOVED, REMOVED",
    "PERMANENTLY_REMOVED, PERMANENTLY_REMOVED, PERMANENTLY_REMOVED, PERMANENTLY_REMOVED",
    "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN"
  })
  void underReviewAnItemStaysIsHiddenOrRestricted(
      Visibility now, Visibility kept, Visibility hidden, Visibility restricted) {
    assertThat(VisibilityMachine.underReview(now, Effect.KEEP)).isEqualTo(kept);
    assertThat(VisibilityMachine.underReview(now, Effect.UNKNOWN)).isEqualTo(kept);
    assertThat(VisibilityMachine.underReview(now, Effect.HIDE)).isEqualTo(hidden);
    assertThat(VisibilityMachine.underReview(now, Effect.RESTRICT)).isEqualTo(restricted);
  }

  @ParameterizedTest
  @EnumSource(Visibility.class)
  void aVerdictOfReviewAloneHidesNothingThatIsInSight(Visibility now) {
    Visibility after = VisibilityMachine.after(now, Verdict.REVIEW, true);
    assertThat(after).isEqualTo(now);
    assertThat(VisibilityMachine.after(now, Verdict.REVIEW, false))
        .isEqualTo(now == Visibility.PENDING ? Visibility.VISIBLE : now);
  }
}
