package dev.halcyon.engine.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells English by its words, where a text is too short for the statistics of letters: "i do not
 * like them" is plainly English and has few telling letters. Stateless.
 *
 * @see LanguageIdentifier for how far it is believed
 */
enum EnglishWords {
  /** Nearly every word is one: no other language looks so. */
  CLEAR,
  /** Most words are: believed where the letters say nothing else. */
  LIKELY,
  NO;

  private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)*");
  private static final double CLEAR_SHARE = 0.85;
  private static final double LIKELY_SHARE = 0.6;

  /** Short words are in every list, so the share of letters may be so much lower, not more. */
  private static final double SHORT_WORDS = 0.1;

  private static final int FEWEST_CLEAR = 3;
  private static final int FEWEST_LIKELY = 2;
  private static final int FEWEST_LETTERS = 8;

  /** A shorter word alone may be of any language. */
  private static final int LETTERS_OF_ONE = 5;

  /**
   * @param text normalised, without links, names and digits
   */
  static EnglishWords in(String text) {
    KnownWords known = KnownWords.shipped();
    int words = 0;
    int english = 0;
    int letters = 0;
    int englishLetters = 0;
    for (Matcher found = WORD.matcher(text); found.find(); ) {
      String word = found.group().replace('’', '\'');
      words++;
      letters += word.length();
      if (isEnglish(word, known)) {
        english++;
        englishLetters += word.length();
      }
    }
    double share = words == 0 ? 0 : (double) english / words;
    double letterShare = letters == 0 ? 0 : (double) englishLetters / letters;
    double both = Math.min(share, letterShare + SHORT_WORDS);
    if (words >= FEWEST_CLEAR && letters >= FEWEST_LETTERS && both >= CLEAR_SHARE) {
      return CLEAR;
    }
    boolean enough =
        words >= FEWEST_LIKELY
            ? letters >= FEWEST_LETTERS && both >= LIKELY_SHARE
            : english == 1 && letters >= LETTERS_OF_ONE;
    return enough ? LIKELY : NO;
  }

  private static boolean isEnglish(String word, KnownWords known) {
    return known.contains(word)
        || known.contains(word.replace("'", ""))
        || word.endsWith("'s") && known.contains(word.substring(0, word.length() - 2));
  }
}
