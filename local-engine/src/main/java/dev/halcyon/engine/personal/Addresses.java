package dev.halcyon.engine.personal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds postal addresses by the words that name streets. Covered: a house number before an English
 * street name ({@code 12 Maple Street, Apt 4}), a number after a German, Dutch, Nordic, Finnish,
 * Hungarian or Estonian compound ({@code Heidestraße 17}), a Romance, Polish, Greek or Russian
 * street word before the name ({@code calle Ejemplo 12}, {@code 12 rue de la Paix}, {@code ул.
 * Ленина 5}), post boxes, and what {@link AddressContext} knows by what stands around it. Not
 * covered: names of places without any of that. Words that mean other things too count only where
 * the original writes them as a name. Stateless.
 */
final class Addresses {
  private static final String UNIT =
      "(?:,? ?(?:apt|apartment|suite|ste|unit|flat|room|floor|fl)\\b\\.? ?#?\\w{1,6}|,?"
          + " ?#\\w{1,6})?";

  /** Words that hardly ever mean anything but a street; the words before them are the group. */
  private static final Pattern ENGLISH =
      Pattern.compile(
          "\\b\\d{1,6}[a-z]?,? ((?:[\\p{L}\\d.'’-]{1,20} ){1,4})"
              + "(?:street|str\\.|avenue|ave|road|rd|lane|boulevard|blvd|highway|hwy|parkway|pkwy"
              + "|terrace|crescent|expressway|turnpike|mews)\\b\\.?"
              + UNIT);

  /** Words that mean many other things: only where the original writes them as a name. */
  private static final Pattern ENGLISH_NAMES =
      Pattern.compile(
          "\\b\\d{1,6}[a-z]?,? ((?:[\\p{L}\\d.'’-]{1,20} ){1,4})"
              + "(?:st|dr|drive|court|ct|way|place|pl|square|sq|circle|cir|trail|trl|close|grove"
              + "|row|alley|ln|loop|path|run|view|park|hill|green|walk|garden|gardens)\\b\\.?"
              + UNIT);

  private static final Pattern COMPOUND =
      Pattern.compile(
          "[\\p{L}-]{2,30}(?: ?(?:strasse|str\\.|gasse)|(?:straat|laan|gatan|vägen|veien|vegen"
              + "|katu|utca|stræde|strede|stræti|straeti|vegur|platz(?: \\d{1,4}[a-z]?,? \\d{5})))"
              + " \\d{1,4}[a-z]?\\b(?:,? ?\\d{4,5} \\p{L}{2,30})?");

  /**
   * Endings of other words and of family names too: {@code Hersnapvej 75}, but not {@code a tie 2}.
   */
  private static final Pattern COMPOUND_NAMES =
      Pattern.compile(
          "\\p{L}[\\p{L}-]{2,30}(?:weg|allee|gade|vej|gata|braut|tie|kuja|polku|plein|kade|gracht"
              + "|stigen|stien|gränd) \\d{1,4}[a-z]?\\b(?:,? ?\\d{4,5} \\p{L}{2,30})?");

  private static final Pattern HUNGARIAN =
      Pattern.compile(
          "\\p{L}[\\p{L} .-]{2,30} (?:utca|út|útja|tér|tere|körút|krt\\.|rkp\\.|u\\.|tänav|tn"
              + "|puiestee|maantee) \\d{1,4}\\b");

  /** Street words before the name that mean nothing else. */
  private static final Pattern ROMANCE =
      Pattern.compile(
          "\\d{1,4}(?: ?bis)?,? (?:rue|allée|chemin|impasse|quai) (?:de |du |des |la |le"
              + " |l['’]|d['’])*[\\p{L}' -]{2,30}"
              + "|(?:\\bcalle|\\bc/|\\bavenida|\\bavda\\.?|\\btravessa|\\bviale|\\bpiazza|\\bpraça"
              + "|\\bulica|\\bulicy|\\bul\\.|λεωφόρο[ςσ]|λεωφ\\.|οδό[ςσ]|πλατεία)"
              + " [\\p{L}' .-]{2,40}?,? (?:n[ºo°]\\.? ?)?\\d{1,4}\\b");

  /** The same that mean other things in English: only as names, and no {@code avenue of}. */
  private static final Pattern ROMANCE_NAMES =
      Pattern.compile(
          "\\d{1,4}(?: ?bis)?,? (?:boulevard|avenue|av\\.?) (?:de |du |des |la |le |l['’]|d['’])*"
              + "[\\p{L}'’-]{3,30}"
              + "|\\b(?:plaza|paseo|rua|via|corso|rue|aleja|plac|al\\.|pl\\.|os\\.)"
              + " [\\p{L}' .-]{2,40}?,? (?:n[ºo°]\\.? ?)?\\d{1,4}\\b");

  private static final Pattern RUSSIAN =
      Pattern.compile(
          "(?:ул\\.|улица|улице|проспект|проспекте|пр-т|переулок|шоссе|бульвар|набережная)"
              + " ?[\\p{L} .-]{2,40}?,? ?(?:д\\.|дом)? ?\\d{1,4}");

  private static final Pattern BOX =
      Pattern.compile(
          "\\b(?:p\\.? ?o\\.? ?box|post office box|psc \\d{1,5},? box|unit \\d{1,5} box)"
              + " \\d{1,6}(?:[,\\n]? ?[a-z]{3} [a-z]{2} \\d{5})?");

  /** Words that no street is named by: {@code 5 miles down the road}, {@code a 4 lane road}. */
  private static final Set<String> NO_NAMES =
      Set.of(
          ("the a an of in on down up to from off at by and or per for my your his her our their"
                  + " this that these")
              .split(" "));

  private static final Set<String> MEASURES =
      Set.of(
          ("mile miles km kilometers minute minutes min mins hour hours day days week weeks month"
                  + " months year years block blocks lane lanes way star times percent people cars"
                  + " side")
              .split(" "));

  private static final Set<String> NO_STREETS =
      Set.of("brigade", "renegade", "necktie", "bowtie", "norweg", "hogtie");

  private static final List<String> HUNGARIAN_WORDS =
      List.of(
          "utca", " út", " tér", " tere", "rút ", "krt.", "rkp.", " u. ", "tänav", " tn ", "tee ");

  private static final List<String> ROMANCE_WORDS =
      List.of(
          "boulevard",
          "av",
          "plaza",
          "paseo",
          "rua",
          "via ",
          "corso",
          "rue",
          "aleja",
          "plac",
          "al.",
          "pl.",
          "os.");

  /** Small words between the words of a name. */
  private static final Set<String> PARTICLES =
      Set.of(
          "de", "dei", "degli", "delle", "del", "della", "di", "van", "der", "den", "da", "do",
          "dos", "das", "du", "des", "la", "le", "les", "l", "d", "y", "e");

  private Addresses() {}

  /**
   * Adds the addresses in a text.
   *
   * @param folded the text in small letters
   * @param capital whether the original of the unit at an index is a capital
   */
  static void find(String folded, IntPredicate capital, List<Finding> found) {
    if (folded.chars().noneMatch(Character::isDigit)) {
      return;
    }
    List<Pattern> plain =
        holds(folded, HUNGARIAN_WORDS)
            ? List.of(COMPOUND, HUNGARIAN, ROMANCE, RUSSIAN, BOX)
            : List.of(COMPOUND, ROMANCE, RUSSIAN, BOX);
    for (Pattern each : plain) {
      for (Matcher matcher = each.matcher(folded); matcher.find(); ) {
        add(folded, matcher, capital, found);
      }
    }
    for (Matcher matcher = ENGLISH.matcher(folded); matcher.find(); ) {
      if (streetName(matcher.group(1), matcher.start(1), capital)) {
        add(folded, matcher, capital, found);
      }
    }
    for (Matcher matcher = ENGLISH_NAMES.matcher(folded); matcher.find(); ) {
      if (streetName(matcher.group(1), matcher.start(1), capital)
          && names(folded, matcher.start(), matcher.end(), 2, capital)) {
        add(folded, matcher, capital, found);
      }
    }
    for (Matcher matcher = COMPOUND_NAMES.matcher(folded); matcher.find(); ) {
      String word = matcher.group().substring(0, matcher.group().lastIndexOf(' '));
      if (names(folded, matcher.start(), matcher.end(), 1, capital) && !NO_STREETS.contains(word)) {
        add(folded, matcher, capital, found);
      }
    }
    if (holds(folded, ROMANCE_WORDS)) {
      for (Matcher matcher = ROMANCE_NAMES.matcher(folded); matcher.find(); ) {
        if (names(folded, matcher.start(), matcher.end(), 2, capital)) {
          add(folded, matcher, capital, found);
        }
      }
    }
    AddressContext.find(folded, capital, found);
  }

  static boolean holds(String text, List<String> any) {
    return any.stream().anyMatch(text::contains);
  }

  private static void add(
      String folded, Matcher matcher, IntPredicate capital, List<Finding> found) {
    if (!Shapes.wordAt(folded, matcher.start() - 1)) {
      found.add(AddressContext.whole(folded, matcher.start(), matcher.end(), capital));
    }
  }

  /** Whether the words between the number and the word for a street can be a name. */
  private static boolean streetName(String words, int start, IntPredicate capital) {
    String[] all = words.strip().split(" ");
    boolean called = all.length == 1 && all[0].equals("the") && capital.test(start);
    for (String word : all) {
      if (NO_NAMES.contains(word) && !called || MEASURES.contains(word) && !capital.test(start)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first so many words, particles left out, begin with capitals. */
  static boolean names(String text, int from, int to, int wanted, IntPredicate capital) {
    int words = 0;
    for (int i = from; i < to && words < wanted; i++) {
      if (Character.isLetter(text.charAt(i)) && !Shapes.wordAt(text, i - 1)) {
        int end = i;
        while (end < to && Character.isLetter(text.charAt(end))) {
          end++;
        }
        if (capital.test(i)) {
          words++;
        } else if (words == 0 || !PARTICLES.contains(text.substring(i, end))) {
          return false;
        }
      }
    }
    return words == wanted;
  }
}
