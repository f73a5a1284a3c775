package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an author's other items, on a line of time that ends now: one mark for each item,
 * where it was decided last, so that as many strikes are drawn as stand. Immutable, safe for any
 * thread.
 *
 * @param summary the whole line in words
 * @param from when the line begins, in words
 * @param marks oldest first
 */
public record AuthorTimeline(String summary, String from, List<Mark> marks) {
  /** A line is cut into as many columns; marks of one column stand on each other. */
  public static final int COLUMNS = 24;

  /** Lengths that a line can have, in days; of a longer history whole years. */
  private static final List<Integer> DAYS = List.of(1, 7, 30, 90, 365);

  private static final int YEAR = 365;

  /** How an item stands after its last decision; each has a sign of its own. */
  public enum Standing {
    STRIKE("■"),
    RESTORED("□"),
    RESTRICTED("▲"),
    ALLOWED("○"),
    LOOKED_AT("◇");

    private final String sign;

    Standing(String sign) {
      this.sign = sign;
    }

    /** The sign that the line and its legend use. */
    public String sign() {
      return sign;
    }
  }

  /**
   * One item's last decision.
   *
   * @param decision its place among the decisions on the author's other items, newest first
   * @param column from the oldest, 0, to now
   * @param spoken how it stands, in words
   */
  public record Mark(int decision, Standing standing, int column, String spoken) {}

  public AuthorTimeline {
    marks = List.copyOf(marks);
  }

  /**
   * The line of an author.
   *
   * @param item the item on the desk, which is not on it
   */
  static AuthorTimeline of(
      AuthorHistory history, UUID item, Words words, TimeWords times, Instant now) {
    List<PastDecision> others =
        history.decisions().stream().filter(past -> !past.itemId().equals(item)).toList();
    Duration span = span(others, now);
    Map<UUID, List<Integer>> byItem = new LinkedHashMap<>();
    for (int i = 0; i < others.size(); i++) {
      byItem.computeIfAbsent(others.get(i).itemId(), _ -> new ArrayList<>()).add(i);
    }
    List<Mark> marks = new ArrayList<>();
    for (List<Integer> places : byItem.values()) {
      List<PastDecision> ofItem = places.stream().map(others::get).toList();
      PastDecision last = ofItem.getFirst();
      Standing standing = standing(ofItem);
      String spoken =
          words.say("timeline.mark", words.name(standing), times.ago(last.decidedAt(), now));
      marks.add(new Mark(places.getFirst(), standing, column(last.decidedAt(), now, span), spoken));
    }
    marks.sort(Comparator.comparingInt(Mark::decision).reversed());
    return new AuthorTimeline(
        summary(marks, history.strikes(), words, times.length(span)),
        times.ago(now.minus(span), now),
        marks);
  }

  private static Standing standing(List<PastDecision> newestFirst) {
    @Nullable PastDecision last =
        newestFirst.stream()
            .filter(past -> past.action() != DecisionAction.ESCALATE)
            .findFirst()
            .orElse(null);
    if (last == null) {
      return Standing.LOOKED_AT;
    }
    boolean removedBefore = newestFirst.stream().anyMatch(AuthorTimeline::removes);
    return switch (last.action()) {
      case REMOVE, REMOVE_PERMANENTLY -> Standing.STRIKE;
      case RESTRICT -> Standing.RESTRICTED;
      case ALLOW -> removedBefore ? Standing.RESTORED : Standing.ALLOWED;
      case ESCALATE, UNKNOWN -> Standing.LOOKED_AT;
    };
  }

  private static boolean removes(PastDecision past) {
    return past.action() == DecisionAction.REMOVE
        || past.action() == DecisionAction.REMOVE_PERMANENTLY;
  }

  private static Duration span(List<PastDecision> decisions, Instant now) {
    Duration oldest =
        decisions.stream()
            .map(past -> Duration.between(past.decidedAt(), now))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    for (int days : DAYS) {
      if (oldest.compareTo(Duration.ofDays(days)) <= 0) {
        return Duration.ofDays(days);
      }
    }
    return Duration.ofDays((oldest.toDays() / YEAR + 1) * YEAR);
  }

  private static int column(Instant at, Instant now, Duration span) {
    double age = (double) Duration.between(at, now).toSeconds() / span.toSeconds();
    return Math.clamp((long) ((1 - age) * COLUMNS), 0, COLUMNS - 1);
  }

  private static String summary(List<Mark> marks, int strikes, Words words, String span) {
    long standing = count(marks, Standing.STRIKE);
    String said =
        words.say(
            "timeline.summary", marks.size(), span, standing, count(marks, Standing.RESTORED));
    return strikes > standing ? said + " " + words.say("timeline.older", strikes - standing) : said;
  }

  private static long count(List<Mark> marks, Standing standing) {
    return marks.stream().filter(mark -> mark.standing() == standing).count();
  }

  /** The standings that occur, in the order of the legend. */
  public List<Standing> standings() {
    return marks.stream().map(Mark::standing).distinct().sorted().toList();
  }
}
