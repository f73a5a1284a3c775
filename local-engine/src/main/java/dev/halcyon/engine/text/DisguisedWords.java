package dev.halcyon.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads words with digits or asterisks inside as one word each, for telling the language alone:
 * {@code st*pid} is a known word with a letter struck out, {@code d1ot} a word that is in no list.
 * The normaliser leaves both, since rules and models must not read what may not be there.
 * Stateless.
 */
final class DisguisedWords {
  private static final Pattern TOKEN =
      Pattern.compile("\\p{L}*+[\\p{N}*]++(?:[\\p{L}\\p{N}*]|['’](?=\\p{L}))*+");
  private static final Pattern STRUCK = Pattern.compile("\\p{L}+(?:\\*{1,2}\\p{L}+)+");
  private static final Pattern DIGITS_INSIDE = Pattern.compile("\\p{L}(?:\\p{L}|\\p{N})*\\p{L}");

  private static final int SHORTEST_STRUCK = 4;
  private static final int MOST_STRUCK_LETTERS = 2;

  /** Each may take 676 look-ups; a text made of asterisks must not take long. */
  private static final int MOST_STRUCK_WORDS = 40;

  private DisguisedWords() {}

  /**
   * What was read.
   *
   * @param text letters and what stood between the words, without digits and without what is struck
   *     out
   * @param struck the known words that those with letters struck out may be
   */
  record Read(String text, List<String> struck) {}

  /**
   * Reads a text.
   *
   * @param text normalised, without links and names
   */
  static Read in(String text, KnownWords known) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher tokens = TOKEN.matcher(text);
    int at = 0;
    int tried = 0;
    List<String> struck = new ArrayList<>();
    while (tokens.find()) {
      String token = tokens.group();
      out.append(text, at, tokens.start());
      at = tokens.end();
      if (token.indexOf('*') < 0) {
        out.append(withoutDigits(token, known));
        continue;
      }
      @Nullable String word = tried++ < MOST_STRUCK_WORDS ? unstruck(token, known) : null;
      if (word == null) {
        out.append(token.replaceAll("[\\p{N}*]+", " "));
      } else {
        struck.add(word);
      }
    }
    return new Read(out.append(text, at, text.length()).toString(), List.copyOf(struck));
  }

  /** One word where the digits are inside; digits around a word are no part of it. */
  private static String withoutDigits(String token, KnownWords known) {
    String word = Leet.letters(token);
    boolean pair = token.length() == 2 && Character.isLetter(token.charAt(0));
    return DIGITS_INSIDE.matcher(token).matches() && DIGITS_INSIDE.matcher(word).matches()
            || pair && known.contains(word)
        ? word
        : token.replaceAll("\\p{N}+", " ");
  }

  /** A known word that the letters that are left admit, or null. */
  private static @Nullable String unstruck(String token, KnownWords known) {
    String word = Leet.letters(token.toLowerCase(Locale.ROOT));
    long stars = word.chars().filter(c -> c == '*').count();
    return word.length() < SHORTEST_STRUCK
            || stars > MOST_STRUCK_LETTERS
            || !STRUCK.matcher(word).matches()
        ? null
        : filled(word.toCharArray(), 0, known);
  }

  private static @Nullable String filled(char[] word, int from, KnownWords known) {
    int star = from;
    while (star < word.length && word[star] != '*') {
      star++;
    }
    if (star == word.length) {
      String made = new String(word);
      return known.contains(made) ? made : null;
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
      word[star] = letter;
      @Nullable String found = filled(word, star + 1, known);
      if (found != null) {
        return found;
      }
    }
    word[star] = '*';
    return null;
  }
}
