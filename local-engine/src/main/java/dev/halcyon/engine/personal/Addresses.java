package dev.halcyon.engine.personal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * Finds postal addresses by the words that name streets. Covered: a house number before an English
 * street name ({@code 12 Maple Street, Apt 4}), a number after a German, Dutch, Nordic, Finnish or
 * Hungarian compound ({@code Heidestraße 17}), a Romance or Russian street word before the name
 * ({@code calle Ejemplo 12}, {@code 12 rue de la Paix}, {@code ул. Ленина 5}), and post boxes. Not
 * covered: names of places without such a word, and every other script. Stateless.
 */
final class Addresses {
  private static final String UNIT =
      "(?:,? ?(?:apt|apartment|suite|ste|unit|flat|room|floor|fl)\\b\\.? ?#?\\w{1,6}|,?"
          + " ?#\\w{1,6})?";

  /** Town, state and code, as letters in the United States and Britain carry them. */
  private static final String TOWN =
      "(?:[,\\n"
          + "]\\s{0,2}[\\p{L} .'-]{2,40})?(?:[,\\s]\\s{0,2}(?:[a-z]{2}"
          + " \\d{5}(?:-\\d{4})?|\\d{5}|[a-z]{1,2}\\d[a-z\\d]? ?\\d[a-z]{2})\\b)?";

  /** Words that hardly ever mean anything but a street. */
  private static final Pattern ENGLISH =
      Pattern.compile(
          "\\b\\d{1,6}[a-z]?,? (?:[\\p{L}\\d.'-]{1,20} ){1,4}"
              + "(?:street|avenue|ave|road|rd|lane|boulevard|blvd|highway|hwy|parkway|pkwy|terrace"
              + "|crescent|expressway|turnpike|mews)\\b\\.?"
              + UNIT
              + TOWN);

  /** Words that mean many other things: only where the original writes them as a name. */
  private static final Pattern ENGLISH_NAMES =
      Pattern.compile(
          "\\b\\d{1,6}[a-z]?,? (?:[\\p{L}\\d.'-]{1,20} ){1,4}"
              + "(?:st|dr|drive|court|ct|way|place|pl|square|sq|circle|cir|trail|trl|close|grove"
              + "|row|alley|ln|loop|path|run|view|park|hill|green|walk|garden|gardens)\\b\\.?"
              + UNIT
              + TOWN);

  private static final Pattern COMPOUND =
      Pattern.compile(
          "[\\p{L}-]{2,30}(?: ?(?:strasse|str\\.|gasse|allee|straat|laan|gatan|vägen|veien|gade"
              + "|katu|tie|utca|weg)|platz(?: \\d{1,4}[a-z]?,? \\d{5})) ?u?\\.? ?\\d{1,4}[a-z]?\\b"
              + "(?:,? ?\\d{4,5} \\p{L}{2,30})?");

  private static final Pattern ROMANCE =
      Pattern.compile(
          "(?:\\d{1,4}(?: ?bis)?,? (?:rue|boulevard|avenue|allée|chemin|impasse|quai) (?:de |du"
              + " |des |la |le |l'|d')*[\\p{L}' -]{2,30}"
              + "|\\b(?:calle|c/|avenida|avda\\.?|plaza|paseo|rua|travessa|via|viale|piazza|corso|praça|rue|ul\\.|ulica)"
              + " [\\p{L}' .-]{2,40}?,? (?:n[ºo°]\\.? ?)?\\d{1,4}\\b)");

  private static final Pattern RUSSIAN =
      Pattern.compile(
          "(?:ул\\.|улица|улице|проспект|проспекте|пр-т|переулок|шоссе|бульвар|набережная)"
              + " ?[\\p{L} .-]{2,40}?,? ?(?:д\\.|дом)? ?\\d{1,4}");

  private static final Pattern BOX =
      Pattern.compile(
          "\\b(?:p\\.? ?o\\.? ?box|post office box|psc \\d{1,5},? box|unit \\d{1,5} box)"
              + " \\d{1,6}(?:[,\\n]? ?[a-z]{3} [a-z]{2} \\d{5})?");

  private Addresses() {}

  /**
   * Adds the addresses in a text.
   *
   * @param folded the text in small letters
   * @param capital whether the original of the unit at an index is a capital
   */
  static void find(String folded, java.util.function.IntPredicate capital, List<Finding> found) {
    if (folded.chars().noneMatch(Character::isDigit)) {
      return;
    }
    for (Pattern each : List.of(ENGLISH, COMPOUND, ROMANCE, RUSSIAN, BOX)) {
      Matcher matcher = each.matcher(folded);
      while (matcher.find()) {
        add(folded, matcher, found);
      }
    }
    Matcher matcher = ENGLISH_NAMES.matcher(folded);
    while (matcher.find()) {
      if (named(folded, matcher.start(), matcher.end(), capital)) {
        add(folded, matcher, found);
      }
    }
  }

  private static void add(String folded, Matcher matcher, List<Finding> found) {
    if (!Shapes.wordAt(folded, matcher.start() - 1)) {
      found.add(new Finding(PersonalKind.POSTAL_ADDRESS, matcher.start(), matcher.end()));
    }
  }

  /** Whether the first two words after the number begin with capitals. */
  private static boolean named(
      String text, int from, int to, java.util.function.IntPredicate capital) {
    int words = 0;
    for (int i = from + 1; i < to && words < 2; i++) {
      if (Character.isLetter(text.charAt(i)) && !Shapes.wordAt(text, i - 1)) {
        if (!capital.test(i)) {
          return false;
        }
        words++;
      }
    }
    return words == 2;
  }
}
