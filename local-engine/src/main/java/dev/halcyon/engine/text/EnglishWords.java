package dev.halcyon.engine.text;

import java.util.List;
import java.util.Set;
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

  /** Fewer will do where a word is of no other language, or one was struck out for its rudeness. */
  private static final int FEWEST_TELLING_LETTERS = 6;

  /** Words that no other language in Latin letters has. */
  private static final Set<String> TELLING =
      Set.of("you", "your", "youre", "the", "they", "this", "that", "what", "with", "she");

  /** A shorter word alone may be of any language. */
  private static final int LETTERS_OF_ONE = 5;

  /**
   * @param text normalised, without links, names and digits
   * @param struck known words that others with letters struck out may be: so much fits an asterisk
   *     that they count only where all others are English
   */
  static EnglishWords in(String text, List<String> struck) {
    KnownWords known = KnownWords.shipped();
    int words = 0;
    int english = 0;
    int letters = 0;
    int englishLetters = 0;
    boolean telling = !struck.isEmpty();
    for (Matcher found = WORD.matcher(text); found.find(); ) {
      String word = found.group().replace('’', '\'');
      words++;
      letters += word.length();
      if (isEnglish(word, known)) {
        english++;
        englishLetters += word.length();
        telling |= TELLING.contains(word);
      }
    }
    if (words > 0 && english == words) {
      for (String word : struck) {
        words++;
        english++;
        letters += word.length();
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
            ? enoughLetters(letters, telling && english == words) && both >= LIKELY_SHARE
            : english == 1 && letters >= LETTERS_OF_ONE;
    return enough ? LIKELY : NO;
  }

  private static boolean enoughLetters(int letters, boolean sure) {
    return letters >= (sure ? FEWEST_TELLING_LETTERS : FEWEST_LETTERS);
  }

  private static boolean isEnglish(String word, KnownWords known) {
    return known.contains(word)
        || known.contains(word.replace("'", ""))
        || word.endsWith("'s") && known.contains(word.substring(0, word.length() - 2));
  }
}
