package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.MemberKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The items that wait for the same decision, in words, those least like the case's item first.
 * Immutable, safe for any thread.
 *
 * @param total how many hang on the case; more than the rows when there are many
 */
public record SimilarMembers(int total, List<Row> rows) {
  /** No members. */
  static final SimilarMembers NONE = new SimilarMembers(0, List.of());

  private static final int SHORTEST_QUOTE = 3;

  /**
   * One member.
   *
   * @param why why it counts as like
   * @param choosable whether the decision can be for it or not
   */
  public record Row(UUID itemId, String why, List<Piece> excerpt, boolean choosable) {
    public Row {
      excerpt = List.copyOf(excerpt);
    }

    /** The excerpt without its marks. */
    public String words() {
      return excerpt.stream().map(Piece::text).collect(Collectors.joining());
    }
  }

  /**
   * A stretch of an excerpt.
   *
   * @param category what the same words of the case's item are evidence of, or null
   */
  public record Piece(String text, @Nullable Category category) {}

  public SimilarMembers {
    rows = List.copyOf(rows);
  }

  /** The members that came with a case, as they read now. */
  static SimilarMembers of(CaseDetail detail, Words words) {
    return counted(detail, rows(detail, detail.members(), words));
  }

  /** These and a further page of them. */
  SimilarMembers and(CaseDetail detail, List<CaseMember> page, Words words) {
    // A member that joined meanwhile can move another from one page into the next.
    Map<UUID, Row> all = new LinkedHashMap<>();
    rows.forEach(row -> all.put(row.itemId(), row));
    rows(detail, page, words).forEach(row -> all.put(row.itemId(), row));
    return counted(detail, List.copyOf(all.values()));
  }

  /** The same case's first page instead of these. */
  SimilarMembers anew(CaseDetail detail, List<CaseMember> page, Words words) {
    return counted(detail, rows(detail, page, words));
  }

  private static SimilarMembers counted(CaseDetail detail, List<Row> all) {
    return new SimilarMembers(Math.max(detail.summary().members(), all.size()), all);
  }

  private static List<Row> rows(CaseDetail detail, List<CaseMember> members, Words words) {
    Map<String, Category> quotes = members.isEmpty() ? Map.of() : quotes(detail);
    return members.stream()
        .map(
            member ->
                new Row(
                    member.itemId(),
                    why(member, words),
                    pieces(member.excerpt(), quotes),
                    member.waiting() && member.kind() != MemberKind.UNDECODABLE))
        .toList();
  }

  private static String why(CaseMember member, Words words) {
    if (!member.waiting()) {
      return words.say("similar.settled");
    }
    int text = member.wordsApart();
    int pictures = member.picturesApart();
    return switch (member.kind()) {
      case EXACT -> words.say("similar.exact");
      case UNDECODABLE -> words.say("similar.undecodable");
      case UNKNOWN -> words.say("similar.unknown");
      case NEAR -> {
        if (text > 0 && pictures > 0) {
          yield words.say(
              "similar.near_both",
              words.say("similar.words." + alike(text)),
              words.say("similar.pictures." + alike(pictures)));
        }
        if (pictures > 0) {
          yield words.say("similar.pictures." + alike(pictures));
        }
        yield text > 0
            ? words.say("similar.words." + alike(text))
            : words.say("similar.near_elsewhere");
      }
    };
  }

  /**
   * How alike two items are, as a person would say it: a share of the way to another item means
   * nothing to somebody who does not know how it is measured.
   *
   * @param apart 1 to 100, at the edge of what counts as nearly the same
   */
  private static String alike(int apart) {
    if (apart <= 33) {
      return "almost";
    }
    return apart <= 66 ? "mostly" : "roughly";
  }

  /** The words of the case's item that its argument rests on. */
  private static Map<String, Category> quotes(CaseDetail detail) {
    Map<String, Category> quotes = new LinkedHashMap<>();
    if (detail.rationale() == null) {
      return quotes;
    }
    String text = detail.item().text();
    detail.rationale().steps().stream()
        .flatMap(step -> step.evidence().stream())
        .forEach(
            evidence -> {
              if (evidence instanceof Evidence.Words found
                  && found.start() >= 0
                  && found.start() < found.end()
                  && found.end() <= text.length()) {
                String quote =
                    text.substring(found.start(), found.end()).strip().replaceAll("\\s+", " ");
                if (quote.length() >= SHORTEST_QUOTE) {
                  quotes.putIfAbsent(quote, found.category());
                }
              }
            });
    return quotes;
  }

  /**
   * Cuts an excerpt where it holds the same words; of two that begin together the longer counts.
   */
  private static List<Piece> pieces(String excerpt, Map<String, Category> quotes) {
    List<Piece> pieces = new ArrayList<>();
    int plainFrom = 0;
    int at = 0;
    while (at < excerpt.length()) {
      String found = longestAt(excerpt, at, quotes);
      if (found == null) {
        at++;
        continue;
      }
      if (at > plainFrom) {
        pieces.add(new Piece(excerpt.substring(plainFrom, at), null));
      }
      int end = at + found.length();
      pieces.add(new Piece(excerpt.substring(at, end), quotes.get(found)));
      at = end;
      plainFrom = end;
    }
    if (plainFrom < excerpt.length()) {
      pieces.add(new Piece(excerpt.substring(plainFrom), null));
    }
    return pieces;
  }

  private static @Nullable String longestAt(String excerpt, int at, Map<String, Category> quotes) {
    String longest = null;
    for (String quote : quotes.keySet()) {
      if (excerpt.regionMatches(true, at, quote, 0, quote.length())
          && (longest == null || quote.length() > longest.length())) {
        longest = quote;
      }
    }
    return longest;
  }
}
