package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.ReasonKind;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** History and "why is this on top?" in words. */
class SaidTest {
  private final Words words = Words.in(Locale.ENGLISH);
  private final TimeWords times = new TimeWords(words, ZoneOffset.UTC);

  private String why(ReasonKind kind, String value) {
    CaseSummary s = Cases.text().summary();
    CaseSummary with =
        new CaseSummary(
            s.id(),
            s.itemId(),
            s.kind(),
            s.state(),
            1,
            s.queue(),
            s.priority(),
            s.createdAt(),
            s.dueAt(),
            s.category(),
            s.score(),
            s.language(),
            s.region(),
            s.surface(),
            s.media(),
            s.excerpt(),
            s.reach(),
            s.reports(),
            null,
            List.of(new QueueReason(kind, value)));
    return new WhyOnTop(words, times).sentences(with, Cases.NOW).getFirst();
  }

  @Test
  void everyReasonIsASentence() {
    assertThat(why(ReasonKind.CATEGORY_PRIORITY, "hate")).isEqualTo("Hate is worked as P1.");
    assertThat(why(ReasonKind.RAISED_BY_REACH, "48000"))
        .isEqualTo("Raised, because 48,000 people have seen it.");
    assertThat(why(ReasonKind.RAISED_BY_REPORT, "1")).isEqualTo("Raised by one report.");
    assertThat(why(ReasonKind.SCORE, "0.82")).isEqualTo("The score of hate is 0.82.");
    assertThat(why(ReasonKind.DUE_SOON, "not a time")).isEqualTo("It is due soon: 27 min left.");
    assertThat(why(ReasonKind.ESCALATED, "")).isEqualTo("Somebody escalated it.");
    assertThat(why(ReasonKind.UNKNOWN, "moon")).isEqualTo("Another reason: moon");
  }

  @Test
  void theAuthorsRecordIsATimeline() {
    HistoryViewModel history = HistoryViewModel.of(Cases.text().detail(), words, times, Cases.NOW);
    assertThat(history.author()).isEqualTo("31 items by this author, 2 strikes");
    assertThat(history.onAuthor())
        .extracting(
            HistoryViewModel.Event::when,
            HistoryViewModel.Event::what,
            HistoryViewModel.Event::detail,
            HistoryViewModel.Event::heavy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "3 days ago", "Removed", "Hate, clause H2 · by lin", true),
            org.assertj.core.groups.Tuple.tuple(
                "20 days ago",
                "Restricted: Show less often",
                "Harassment, clause A1 · by ana",
                false),
            org.assertj.core.groups.Tuple.tuple("45 days ago", "Allowed", "by the machine", false));
    assertThat(history.reports())
        .extracting(HistoryViewModel.Event::what)
        .containsExactly("Trusted flagger", "User");
    assertThat(history.onItem()).isEmpty();
  }
}
