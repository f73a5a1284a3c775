package dev.halcyon.engine.text.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the words of the training texts that occur in enough of them to be words rather than slips:
 * the normaliser accepts a disguise only when it hides one of these. Stateless.
 */
final class WordListMaker {
  private static final int FEWEST_TEXTS = 5;

  /** Two-letter tokens of the net pass for words too easily, so short words need to be common. */
  private static final int FEWEST_TEXTS_SHORT = 60;

  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\p{N}@#/.'’])[a-z]{2,24}(?![\\p{L}\\p{N}/@])");
  private static final Pattern DRAWN_OUT = Pattern.compile("(.)\\1\\1");

  private WordListMaker() {}

  static List<String> words(List<Row> rows) {
    Map<String, Integer> texts = new HashMap<>();
    for (Row row : rows) {
      if (row.source().equals(Templates.SOURCE) || row.source().equals(Snippets.SOURCE)) {
        continue; // our own words, though they are words, would change how all versions read
      }
      TreeSet<String> seen = new TreeSet<>();
      Matcher words = WORD.matcher(row.text().toLowerCase(Locale.ROOT));
      while (words.find()) {
        seen.add(words.group());
      }
      seen.forEach(word -> texts.merge(word, 1, Integer::sum));
    }
    List<String> known = new ArrayList<>();
    texts.forEach(
        (word, count) -> {
          int fewest = word.length() <= 3 ? FEWEST_TEXTS_SHORT : FEWEST_TEXTS;
          if (count >= fewest && !DRAWN_OUT.matcher(word).find()) {
            known.add(word);
          }
        });
    known.sort(String::compareTo);
    return known;
  }
}
