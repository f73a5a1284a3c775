package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Report;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened before: to this item, to its author, and who reported it. Immutable, safe for any
 * thread.
 *
 * @param author one sentence about the author's record
 * @param line the author's other items on a line of time
 * @param onItem earlier decisions on this item, newest first
 * @param onAuthor decisions on the author's other items, newest first
 * @param reports newest first
 */
public record HistoryViewModel(
    String author,
    AuthorTimeline line,
    List<Event> onItem,
    List<Event> onAuthor,
    List<Event> reports) {
  /**
   * One thing that happened.
   *
   * @param when "4 min ago"; {@code exactly} is the moment for a tooltip
   * @param what what was done, in words
   * @param detail why and by whom
   * @param excerpt words of the item or the reporter, or the empty string
   * @param heavy whether content was taken down, which the timeline marks
   * @param machine whether the machine did it
   */
  public record Event(
      String when,
      String exactly,
      String what,
      String detail,
      String excerpt,
      boolean heavy,
      boolean machine) {
    /** The whole event for a screen reader. */
    public String spoken() {
      return String.join(". ", List.of(when, what, detail, excerpt)).strip();
    }
  }

  public HistoryViewModel {
    onItem = List.copyOf(onItem);
    onAuthor = List.copyOf(onAuthor);
    reports = List.copyOf(reports);
  }

  /** The history of a case as it reads now. */
  public static HistoryViewModel of(CaseDetail detail, Words words, TimeWords times, Instant now) {
    AuthorHistory history = detail.author();
    return new HistoryViewModel(
        words.say("history.author", history.items(), history.strikes()),
        AuthorTimeline.of(history, detail.item().id(), words, times, now),
        detail.decisions().stream().map(past -> event(past, words, times, now)).toList(),
        history.decisions().stream()
            .filter(past -> !past.itemId().equals(detail.item().id()))
            .map(past -> event(past, words, times, now))
            .toList(),
        detail.reports().stream()
            .sorted((one, two) -> two.receivedAt().compareTo(one.receivedAt()))
            .map(report -> event(report, words, times, now))
            .toList());
  }

  private static Event event(PastDecision past, Words words, TimeWords times, Instant now) {
    String what = words.say("past." + past.action().name().toLowerCase(java.util.Locale.ROOT));
    if (!past.restrictions().isEmpty()) {
      what =
          words.say(
              "past.restricted_by",
              past.restrictions().stream().map(words::name).collect(Collectors.joining(", ")));
    }
    String why =
        past.category() == null
            ? ""
            : past.clause() == null
                ? words.name(past.category())
                : words.say("history.ground", words.name(past.category()), past.clause());
    String who =
        past.byMachine()
            ? words.say("history.by_machine")
            : past.decidedBy() == null
                ? words.say("history.by_somebody")
                : words.say("history.by_person", past.decidedBy());
    return new Event(
        times.ago(past.decidedAt(), now),
        times.exact(past.decidedAt()),
        what,
        why.isEmpty() ? who : words.say("history.detail", why, who),
        past.note().isBlank() ? past.excerpt() : past.note(),
        past.action() == DecisionAction.REMOVE
            || past.action() == DecisionAction.REMOVE_PERMANENTLY,
        past.byMachine());
  }

  private static Event event(Report report, Words words, TimeWords times, Instant now) {
    return new Event(
        times.ago(report.receivedAt(), now),
        times.exact(report.receivedAt()),
        words.name(report.source()),
        report.ground() == null
            ? words.say("history.no_ground")
            : words.say("history.report_ground", new ScoreWords(words).inline(report.ground())),
        report.comment(),
        false,
        false);
  }
}
