package dev.halcyon.engine.personal;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds telephone numbers that the numbering plan of their country admits (libphonenumber). A
 * number without country code is read as one of the region of the item or, where that is not known,
 * of the countries in which its language is mostly written; numbers of other countries only with a
 * country code or by the words beside them ({@link PhoneCues}). Safe for any thread.
 */
final class Phones {
  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

  /** The library's name for no region: only numbers with a country code are read. */
  private static final String NOWHERE = "ZZ";

  /** A number with fewer digits is an extension or a year. */
  private static final int FEWEST_DIGITS = 6;

  /** The library looks at each run of digits; a text made of digits would keep it busy. */
  private static final long MOST_TRIES = 2_000;

  private static final int LONGEST_READ = 200_000;

  private static final Map<String, List<String>> OF_LANGUAGE =
      Map.ofEntries(
          Map.entry("en", List.of("US", "GB")),
          Map.entry("de", List.of("DE")),
          Map.entry("es", List.of("ES", "MX")),
          Map.entry("fr", List.of("FR")),
          Map.entry("it", List.of("IT")),
          Map.entry("pt", List.of("BR", "PT")),
          Map.entry("ru", List.of("RU")),
          Map.entry("uk", List.of("UA")),
          Map.entry("pl", List.of("PL")),
          Map.entry("nl", List.of("NL")),
          Map.entry("tr", List.of("TR")),
          Map.entry("sv", List.of("SE")),
          Map.entry("ja", List.of("JP")),
          Map.entry("hi", List.of("IN")));

  private Phones() {}

  /**
   * Adds the numbers in a text.
   *
   * @param region ISO 3166-1, or anything else where it is not known
   * @param language ISO 639-1
   */
  static void find(String folded, String region, String language, List<Finding> found) {
    if (digits(folded) < FEWEST_DIGITS) {
      return;
    }
    String text = folded.length() > LONGEST_READ ? folded.substring(0, LONGEST_READ) : folded;
    Set<Long> seen = new TreeSet<>();
    for (String each : regions(region, language)) {
      for (PhoneNumberMatch match : PHONES.findNumbers(text, each, Leniency.VALID, MOST_TRIES)) {
        if (!partOfName(text, match.start())
            && seen.add((long) match.start() << 32 | match.end())) {
          found.add(new Finding(PersonalKind.PHONE, match.start(), match.end()));
        }
      }
    }
    PhoneCues.find(text, found);
    international(text, found);
  }

  /**
   * Numbers with a plus sign and a country code, of a length that the country admits: somebody
   * meant a telephone, though its numbering plan knows no such range (yet).
   */
  private static void international(String text, List<Finding> found) {
    if (text.indexOf('+') < 0) {
      return;
    }
    for (PhoneNumberMatch match :
        PHONES.findNumbers(text, NOWHERE, Leniency.POSSIBLE, MOST_TRIES)) {
      if (match.rawString().startsWith("+")
          && PHONES.isPossibleNumberWithReason(match.number()) == ValidationResult.IS_POSSIBLE
          && !Shapes.wordAt(text, match.start() - 1)) {
        found.add(new Finding(PersonalKind.PHONE, match.start(), match.end()));
      }
    }
  }

  /** {@code INV-2024-000187}, {@code #2024000187}: the number of a thing. */
  private static boolean partOfName(String text, int start) {
    return start > 0
        && (text.charAt(start - 1) == '#'
            || start > 1
                && "-_".indexOf(text.charAt(start - 1)) >= 0
                && Character.isLetter(text.charAt(start - 2)));
  }

  private static List<String> regions(String region, String language) {
    String country = region.toUpperCase(Locale.ROOT);
    if (PHONES.getSupportedRegions().contains(country)) {
      return List.of(country);
    }
    return OF_LANGUAGE.getOrDefault(language, List.of(NOWHERE));
  }

  private static int digits(String text) {
    int digits = 0;
    for (int i = 0; i < text.length() && digits < FEWEST_DIGITS; i++) {
      digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
    }
    return digits;
  }
}
