package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.QueueReason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says why a case stands where it stands in its queue. Immutable, safe for any thread. */
public final class WhyOnTop {
  private final Words words;
  private final TimeWords times;

  public WhyOnTop(Words words, TimeWords times) {
    this.words = words;
    this.times = times;
  }

  /** One sentence for each reason, in the server's order. */
  public List<String> sentences(CaseSummary summary, Instant now) {
    return summary.why().stream().map(reason -> sentence(reason, summary, now)).toList();
  }

  private String sentence(QueueReason reason, CaseSummary summary, Instant now) {
    String value = reason.value();
    return switch (reason.kind()) {
      case CATEGORY_PRIORITY ->
          words.say(
              "why.category_priority",
              words.name(summary.category()),
              words.name(summary.priority()));
      case RAISED_BY_REACH -> words.say("why.raised_by_reach", number(value, summary.reach()));
      case RAISED_BY_REPORT -> words.say("why.raised_by_report", number(value, summary.reports()));
      case STATUTORY_CLOCK -> words.say("why.statutory_clock", value);
      case DUE_SOON -> words.say("why.due_soon", times.left(due(value, summary), now));
      case OVERDUE -> words.say("why.overdue", times.length(between(value, summary, now)));
      case SCORE -> words.say("why.score", category(value, summary), score(value, summary));
      case RAISED_BY_MEMBER ->
          words.say(
              "why.raised_by_member", words.name(Category.of(value.toLowerCase(Locale.ROOT))));
      case ROUTED -> words.say("why.routed", value);
      case PREEMPTS -> words.say("why.preempts");
      case OPEN_TO_ALL -> words.say("why.open_to_all");
      case ESCALATED -> words.say("why.escalated");
      case UNKNOWN -> words.say("why.unknown", value);
    };
  }

  private String category(String value, CaseSummary summary) {
    Category named = Category.of(value.split("[ :=]", 2)[0].toLowerCase(Locale.ROOT));
    return new ScoreWords(words).inline(named == Category.UNKNOWN ? summary.category() : named);
  }

  private static double score(String value, CaseSummary summary) {
    try {
      return Double.parseDouble(value.strip());
    } catch (NumberFormatException _) {
      return summary.score();
    }
  }

  private static long number(String value, long otherwise) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  private static Instant due(String value, CaseSummary summary) {
    @Nullable Instant said = instant(value);
    return said == null ? summary.dueAt() : said;
  }

  private static java.time.Duration between(String value, CaseSummary summary, Instant now) {
    return java.time.Duration.between(due(value, summary), now);
  }

  private static @Nullable Instant instant(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
