package dev.halcyon.engine.personal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds postal addresses without a word for a street by what stands around them: a flat right after
 * a name and a number, words that say that somebody lives there, a military post office; and takes
 * what belongs to an address into its place, the flat, the town and the postal code. Stateless.
 */
final class AddressContext {
  private static final String NAME = "\\p{L}[\\p{L}'’.-]{1,24}(?: \\p{L}[\\p{L}'’.-]{0,24}){0,4}";

  /** {@code 20789 Allika 46\n Suite 501}, {@code 178 Piermark Drive Zak Points, Apt 335}. */
  private static final Pattern WITH_FLAT =
      Pattern.compile(
          "((?:\\d{1,6}[a-z]? )?"
              + NAME
              + " \\d{1,5}[a-z]?\\.?|\\d{1,6}[a-z]? "
              + NAME
              + ")"
              + "[,\\s>?]{1,8}(?:apt|apartment|suite|flat)\\.? ?#?\\d{1,5}[a-z]?\\b");

  private static final Pattern LIVED_AT =
      Pattern.compile(
          "\\b(?:lives (?:at|on)|(?:i|we|they) live at|living at|lived at|resid(?:es|ing)"
              + " at|(?:house|home|place) is at|corner of|(?:my|billing|shipping|delivery|mailing)"
              + " address"
              + " (?:to|with)|address:|(?:home|postal|mailing|billing|delivery|shipping|her|his|their|my|your)"
              + " address(?: is)?:?|wohnt in der|wohnt in|wohnhaft in|vive en(?: la| el)?|habite(?:"
              + " au)?|abita in)\\s{1,4}((?:\\d{1,6}[a-z]?,? )?"
              + NAME
              + " \\d{1,5}[a-z]?\\b|\\d{1,6}[a-z]?,? "
              + NAME
              + ")");

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d$");

  private static final Pattern MILITARY =
      Pattern.compile(
          "(?:\\bus[a-z]{1,3} [\\p{L}' -]{2,24}|\\b(?:psc|unit|cmr) \\d{1,5},? box \\d{1,5}"
              + "|\\b\\d{1,6} [\\p{L} ]{2,30})[,\\n ]\\s{0,3}(?:apo|fpo|dpo),? (?:aa|ae|ap)"
              + " \\d{5}\\b");

  private static final Pattern FLAT =
      Pattern.compile(
          "[,\\s>?]{1,8}(?:apt|apartment|suite|ste|unit|flat|room)\\b\\.? ?#?\\w{1,6}\\b");

  /**
   * Up to three lines or parts of a line that are names, and a postal code at the end of its own.
   */
  private static final Pattern TOWN =
      Pattern.compile(
          "(?:[,\\s>?]{1,8}[\\p{L}][\\p{L}()'’.-]{0,24}(?:"
              + " [\\p{L}(][\\p{L}()'’.-]{0,24}){0,4}){0,3}[,\\s]{1,6}(?:\\d{4,6}|[a-z]{1,2}\\d[a-z\\d]?"
              + " ?\\d[a-z]{2})(?:[\\n"
              + ",.;]|\\s*$)");

  private static final Pattern TOWN_ALONE =
      Pattern.compile(", ?[\\p{L}][\\p{L}'’.-]{1,24}(?: [\\p{L}][\\p{L}'’.-]{0,24}){0,2}");

  /** Town, state and code, as letters in the United States carry them, in whatever case. */
  private static final Pattern STATE =
      Pattern.compile(
          "(?:[,\\n]\\s{0,2}[\\p{L} .'-]{2,40})?[,\\s]\\s{0,2}[a-z]{2} \\d{5}(?:-\\d{4})?\\b");

  /** What a text must hold for a pattern to be tried, which costs far more than looking. */
  private static final List<String> FLATS = List.of("apt", "apartment", "suite", "flat");

  private static final List<String> LIVING =
      List.of(
          "address",
          "lives ",
          "live at",
          "living at",
          "lived at",
          "resid",
          " is at",
          "corner of",
          "wohn",
          "vive en",
          "habite",
          "abita");

  private static final List<String> POST_OFFICES = List.of("apo", "fpo", "dpo");

  private static final int LONGEST_TAIL = 120;

  private AddressContext() {}

  /** Adds what is an address by what stands around it. */
  static void find(String folded, IntPredicate capital, List<Finding> found) {
    if (Addresses.holds(folded, FLATS)) {
      for (Matcher matcher = WITH_FLAT.matcher(folded); matcher.find(); ) {
        if (Addresses.names(folded, matcher.start(1), matcher.end(1), 1, capital)) {
          add(folded, matcher.start(), matcher.end(), capital, found);
        }
      }
    }
    if (Addresses.holds(folded, LIVING)) {
      livedAt(folded, capital, found);
    }
    if (Addresses.holds(folded, POST_OFFICES)) {
      for (Matcher matcher = MILITARY.matcher(folded); matcher.find(); ) {
        add(folded, matcher.start(), matcher.end(), capital, found);
      }
    }
  }

  private static void livedAt(String folded, IntPredicate capital, List<Finding> found) {
    for (Matcher matcher = LIVED_AT.matcher(folded); matcher.find(); ) {
      if (Addresses.names(folded, matcher.start(1), matcher.end(1), 1, capital)
          && !otherAddress(folded, matcher.start())
          && !YEAR.matcher(matcher.group(1)).find()) {
        add(folded, matcher.start(1), matcher.end(1), capital, found);
      }
    }
  }

  /** {@code e-mail address:} and the like. */
  private static boolean otherAddress(String text, int at) {
    String before = text.substring(Math.max(0, at - 9), at).stripTrailing();
    return before.endsWith("mail") || before.endsWith("ip") || before.endsWith("web");
  }

  private static void add(
      String text, int start, int end, IntPredicate capital, List<Finding> found) {
    if (!Shapes.wordAt(text, start - 1)) {
      found.add(whole(text, start, end, capital));
    }
  }

  /** An address with what belongs to it: a number before, a flat, a town and a code behind. */
  static Finding whole(String text, int start, int end, IntPredicate capital) {
    int flat = after(text, end, FLAT, capital);
    int to = flat;
    for (Pattern tail : List.of(TOWN, STATE, TOWN_ALONE)) {
      to = to == flat ? after(text, flat, tail, capital) : to;
    }
    return new Finding(PersonalKind.POSTAL_ADDRESS, numberBefore(text, start), to);
  }

  private static int after(String text, int at, Pattern pattern, IntPredicate capital) {
    Matcher matcher =
        pattern.matcher(text.substring(at, Math.min(text.length(), at + LONGEST_TAIL)));
    if (!matcher.lookingAt()) {
      return at;
    }
    int end = at + matcher.end();
    while (end > at && !Shapes.wordAt(text, end - 1)) {
      end--;
    }
    return pattern == FLAT || pattern == STATE || capitals(text, at, end, capital) ? end : at;
  }

  /** Whether every word is written as a name; towns are, and sentences are not. */
  private static boolean capitals(String text, int from, int to, IntPredicate capital) {
    for (int i = from; i < to; i++) {
      if (Character.isLetter(text.charAt(i)) && !Shapes.wordAt(text, i - 1) && !capital.test(i)) {
        return false;
      }
    }
    return true;
  }

  /** A postal code or house number right before, but no year. */
  private static int numberBefore(String text, int start) {
    int at = start - 1;
    if (at < 1 || text.charAt(at) != ' ') {
      return start;
    }
    int from = at;
    while (from > 0 && Character.isDigit(text.charAt(from - 1))) {
      from--;
    }
    String number = text.substring(from, at);
    boolean code =
        number.length() >= 3 && number.length() <= 6 && !number.matches("(?:19|20)\\d\\d");
    return code
            && !Shapes.wordAt(text, from - 1)
            && (from == 0 || "\n >:,".indexOf(text.charAt(from - 1)) >= 0)
        ? from
        : start;
  }
}
