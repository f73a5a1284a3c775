package dev.halcyon.app.command;

import com.ibm.icu.lang.UCharacter;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How well a few typed letters find a text: whole words before beginnings, beginnings before
 * middles, then initials, letters in order, and a beginning with one slip of the finger. Case and
 * accents do not count. Stateless, safe for any thread.
 */
public final class Fuzzy {
  /** What {@link #score} gives for a text that the letters do not find. */
  public static final int NOT_FOUND = -1;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int WHOLE = 100;
  private static final int BEGINS = 85;
  private static final int INSIDE = 55;
  private static final int INITIALS = 65;
  private static final int IN_ORDER = 30;
  private static final int SLIP = 25;
  private static final int LEAST_FOR_A_SLIP = 4;

  /** Of equals, the name with the fewest other letters stands first. */
  private static final int CLOSE = 10;

  private static final int SAME = 200;
  private static final int SAME_BEGINNING = 60;

  private Fuzzy() {}

  /**
   * Scores a text that is a name.
   *
   * @return more for a better find, {@link #NOT_FOUND} when a typed word is nowhere in it; 0 for
   *     nothing typed
   */
  public static int score(String typed, String text) {
    String wanted = fold(typed);
    if (wanted.isEmpty()) {
      return 0;
    }
    String folded = fold(text);
    int bonus = folded.equals(wanted) ? SAME : folded.startsWith(wanted) ? SAME_BEGINNING : 0;
    int words = each(wanted, folded, true);
    int initials = initials(folded).startsWith(wanted.replace(" ", "")) ? INITIALS : NOT_FOUND;
    int best = Math.max(words, wanted.length() > 1 ? initials : NOT_FOUND);
    int close = Math.max(0, CLOSE - (folded.length() - wanted.length()));
    return best == NOT_FOUND ? NOT_FOUND : best + bonus + Math.min(CLOSE, close);
  }

  /** Scores a sentence beside the name: words and their beginnings alone count there, and less. */
  public static int mention(String typed, String sentence) {
    String wanted = fold(typed);
    int found = wanted.isEmpty() ? 0 : each(wanted, fold(sentence), false);
    return found == NOT_FOUND ? NOT_FOUND : found / 5;
  }

  /** The mean over the typed words of each one's best find. */
  private static int each(String wanted, String folded, boolean name) {
    List<String> words = List.of(folded.split(" "));
    int sum = 0;
    String[] typed = wanted.split(" ");
    for (String part : typed) {
      int best = words.stream().mapToInt(word -> one(part, word, name)).max().orElse(NOT_FOUND);
      if (best == NOT_FOUND) {
        return NOT_FOUND;
      }
      sum += best;
    }
    return sum / typed.length;
  }

  private static int one(String part, String word, boolean name) {
    if (word.equals(part)) {
      return WHOLE;
    }
    if (word.startsWith(part)) {
      return BEGINS;
    }
    if (!name) {
      return NOT_FOUND;
    }
    if (word.contains(part)) {
      return INSIDE;
    }
    int gaps = gaps(part, word);
    if (gaps >= 0) {
      return Math.max(1, IN_ORDER - 2 * gaps);
    }
    return part.length() >= LEAST_FOR_A_SLIP && begins(part, word) ? SLIP : NOT_FOUND;
  }

  /** How many letters lie between those typed, which must begin the word; -1 when not in order. */
  private static int gaps(String part, String word) {
    if (part.length() < 2 || word.isEmpty() || word.charAt(0) != part.charAt(0)) {
      return -1;
    }
    int at = 0;
    int skipped = 0;
    for (int i = 0; i < part.length(); i++) {
      int next = word.indexOf(part.charAt(i), at);
      if (next < 0) {
        return -1;
      }
      skipped += next - at;
      at = next + 1;
    }
    return skipped;
  }

  /**
   * Whether the word begins with the part but for one letter too many, too few, wrong or swapped.
   */
  private static boolean begins(String part, String word) {
    int same = 0;
    while (same < part.length() && same < word.length() && part.charAt(same) == word.charAt(same)) {
      same++;
    }
    if (same >= word.length()) {
      return part.length() - word.length() <= 1;
    }
    String rest = part.substring(same);
    String there = word.substring(same);
    boolean swapped =
        rest.length() > 1
            && there.length() > 1
            && rest.charAt(0) == there.charAt(1)
            && rest.charAt(1) == there.charAt(0)
            && there.substring(2).startsWith(rest.substring(2));
    return swapped
        || there.substring(1).startsWith(rest)
        || there.startsWith(rest.substring(1))
        || there.substring(1).startsWith(rest.substring(1));
  }

  private static String initials(String folded) {
    StringBuilder first = new StringBuilder();
    for (String word : folded.split(" ")) {
      if (!word.isEmpty()) {
        first.appendCodePoint(word.codePointAt(0));
      }
    }
    return first.toString();
  }

  /** Small letters without marks, words apart by one space. */
  private static String fold(String text) {
    String apart = Normalizer.normalize(UCharacter.foldCase(text, true), Normalizer.Form.NFKD);
    return BETWEEN.matcher(MARKS.matcher(apart).replaceAll("")).replaceAll(" ").strip();
  }
}
