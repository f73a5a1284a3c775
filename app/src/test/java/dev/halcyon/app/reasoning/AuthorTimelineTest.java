package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.reasoning.AuthorTimeline.Mark;
import dev.halcyon.app.reasoning.AuthorTimeline.Standing;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** An author's other items on a line of time: as many strikes as stand, in places and in words. */
class AuthorTimelineTest {
  private static final UUID ON_DESK = new UUID(0, 99);

  private static PastDecision past(int item, DecisionAction action, Duration ago) {
    return new PastDecision(
        UUID.randomUUID(),
        new UUID(0, item),
        action,
        List.of(),
        Category.HATE,
        "H1",
        "",
        false,
        "lin",
        Cases.POLICY_1,
        Cases.NOW.minus(ago),
        "words");
  }

  private static AuthorTimeline line(int strikes, PastDecision... newestFirst) {
    return line(Locale.ENGLISH, strikes, newestFirst);
  }

  private static AuthorTimeline line(Locale locale, int strikes, PastDecision... newestFirst) {
    Words words = Words.in(locale);
    return AuthorTimeline.of(
        new AuthorHistory("a", 31, strikes, List.of(newestFirst)),
        ON_DESK,
        words,
        new TimeWords(words, ZoneOffset.UTC),
        Cases.NOW);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  @Test
  void eachItemIsOneMarkWhereItWasDecidedLast() {
    AuthorTimeline line =
        line(
            1,
            past(1, DecisionAction.REMOVE, days(2)),
            past(2, DecisionAction.ALLOW, days(5)),
            past(1, DecisionAction.REMOVE, days(6)),
            past(2, DecisionAction.REMOVE_PERMANENTLY, days(8)),
            past(3, DecisionAction.RESTRICT, days(10)),
            past(4, DecisionAction.ALLOW, days(12)),
            past(5, DecisionAction.ESCALATE, days(20)));
    assertThat(line.marks())
        .extracting(Mark::decision, Mark::standing, Mark::spoken)
        .containsExactly(
            Tuple.tuple(6, Standing.LOOKED_AT, "Being looked at, 20 days ago"),
            Tuple.tuple(5, Standing.ALLOWED, "Allowed, 12 days ago"),
            Tuple.tuple(4, Standing.RESTRICTED, "Restricted, 10 days ago"),
            Tuple.tuple(1, Standing.RESTORED, "Removed, restored since, 5 days ago"),
            Tuple.tuple(0, Standing.STRIKE, "Removed, a strike, 2 days ago"));
    assertThat(line.summary())
        .isEqualTo(
            "5 other items of this author were decided in the last 30 days: 1 stands removed, 1 was"
                + " restored.");
    assertThat(line.standings())
        .containsExactly(
            Standing.STRIKE,
            Standing.RESTORED,
            Standing.RESTRICTED,
            Standing.ALLOWED,
            Standing.LOOKED_AT);
  }

  @Test
  void aRemovalThatWasPassedOnIsAStrikeUntilSomebodyElseSaysOtherwise() {
    AuthorTimeline line =
        line(1, past(1, DecisionAction.ESCALATE, days(1)), past(1, DecisionAction.REMOVE, days(3)));
    assertThat(line.marks()).extracting(Mark::standing).containsExactly(Standing.STRIKE);
  }

  @Test
  void theLineBeginsAtARoundLengthThatHoldsTheOldest() {
    assertThat(line(0, past(1, DecisionAction.ALLOW, Duration.ofMinutes(5))).from())
        .isEqualTo("24 h ago");
    assertThat(line(0, past(1, DecisionAction.ALLOW, days(30))).from()).isEqualTo("30 days ago");
    assertThat(line(0, past(1, DecisionAction.ALLOW, days(31))).from()).isEqualTo("90 days ago");
    assertThat(line(0, past(1, DecisionAction.ALLOW, days(800))).from())
        .isEqualTo("1095 days ago".replace("1095", "1,095"));
  }

  @Test
  void theColumnsRunFromTheOldestToNow() {
    AuthorTimeline line =
        line(
            0,
            past(1, DecisionAction.ALLOW, Duration.ZERO),
            past(2, DecisionAction.ALLOW, days(15)),
            past(3, DecisionAction.ALLOW, days(30)));
    assertThat(line.marks())
        .extracting(Mark::column)
        .containsExactly(0, AuthorTimeline.COLUMNS / 2, AuthorTimeline.COLUMNS - 1);
    // A clock that runs behind the server's puts nothing outside the line.
    assertThat(line(0, past(1, DecisionAction.ALLOW, days(-1))).marks())
        .extracting(Mark::column)
        .containsExactly(AuthorTimeline.COLUMNS - 1);
  }

  @Test
  void strikesOlderThanTheLineAreCountedInWordsAndTheItemOnTheDeskIsNotOnIt() {
    AuthorTimeline line =
        line(4, past(99, DecisionAction.REMOVE, days(1)), past(1, DecisionAction.REMOVE, days(2)));
    assertThat(line.marks()).hasSize(1);
    assertThat(line.summary()).endsWith("none was restored. 3 strikes are older than that.");
    assertThat(line(0).marks()).isEmpty();
  }

  @Test
  void itIsSaidInEachLanguage() {
    PastDecision one = past(1, DecisionAction.REMOVE, days(2));
    assertThat(line(Locale.GERMAN, 1, one).summary())
        .isEqualTo(
            "Zeitraum 7 Tage: Über 1 anderen Beitrag dieses Kontos wurde entschieden; 1 ist"
                + " entfernt, keiner wurde wiederhergestellt.");
    assertThat(line(Locale.of("es"), 1, one).summary())
        .isEqualTo(
            "Se decidió sobre otra publicación de esta cuenta en los últimos 7 días: 1 sigue"
                + " retirada, ninguna se restauró.");
  }
}
