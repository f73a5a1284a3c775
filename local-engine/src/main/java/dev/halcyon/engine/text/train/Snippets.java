package dev.halcyon.engine.text.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes lone words and runs of two and three words out of ordinary texts: what is read in a picture
 * or typed in a hurry, harmless for want of a sentence. The same texts and seed give the same
 * snippets. Stateless.
 */
final class Snippets {
  static final String SOURCE = "halcyon_snippets";

  /** Training takes the words that are met in the most texts, and so many runs. */
  private static final int WORDS = 500;

  private static final int RUNS = 500;
  private static final int LONGEST = 3;

  /** Around so many words that tell a category from ordinary texts, so many runs of each length. */
  private static final int TELLING_WORDS = 25;

  private static final int RUNS_AROUND = 80;

  /** A word met in fewer texts tells nothing. */
  private static final int FEWEST_TEXTS = 3;

  private static final int SHORTEST_TELLING = 3;

  private Snippets() {}

  /** The most frequent words, each alone, and runs of two and three. */
  static List<String> common(List<Row> ordinary, long seed) {
    List<String> all =
        new ArrayList<>(
            counts(ordinary).entrySet().stream()
                .sorted(
                    Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(WORDS)
                .map(Map.Entry::getKey)
                .toList());
    for (int length = 2; length <= LONGEST; length++) {
      all.addAll(runs(ordinary, length, RUNS / (LONGEST - 1), seed));
    }
    return all;
  }

  /**
   * The words that tell texts of a category from ordinary ones, each alone, and runs of one to
   * three words around them out of the ordinary texts: the word is the topic, not the harm.
   */
  static List<String> telling(List<Row> ordinary, List<Row> yes, long seed) {
    List<String> words = tellingWords(ordinary, yes);
    Map<String, int[]> left = new HashMap<>();
    for (String word : words) {
      int[] each = new int[LONGEST + 1];
      Arrays.fill(each, RUNS_AROUND);
      left.put(word, each);
    }
    Set<String> runs = new LinkedHashSet<>(words);
    for (Row row : ordinary.stream().sorted(byHash(seed)).toList()) {
      List<String> text = List.of(row.text().strip().split("\\s+"));
      for (int at = 0; at < text.size(); at++) {
        int[] wanted = left.get(text.get(at).toLowerCase(Locale.ROOT).replaceAll("[^a-z']", ""));
        for (int length = 1; wanted != null && length <= LONGEST; length++) {
          int before = (int) Long.remainderUnsigned(mixed(row, ~seed), length);
          int from = Math.clamp(at - before, 0, Math.max(0, text.size() - length));
          if (wanted[length] > 0
              && from + length <= text.size()
              && runs.add(String.join(" ", text.subList(from, from + length)))) {
            wanted[length]--;
          }
        }
      }
    }
    return List.copyOf(runs);
  }

  /** By the share of the category's texts that hold it, times how much more than ordinary ones. */
  private static List<String> tellingWords(List<Row> ordinary, List<Row> yes) {
    Map<String, Integer> everywhere = counts(ordinary);
    Map<String, Double> worth = new HashMap<>();
    counts(yes)
        .forEach(
            (word, count) -> {
              int others = everywhere.getOrDefault(word, 0);
              if (count >= FEWEST_TEXTS
                  && others >= FEWEST_TEXTS
                  && word.length() >= SHORTEST_TELLING) {
                double share = count / (double) yes.size();
                double ordinarily = others / (double) ordinary.size();
                worth.put(word, share * Math.log(share / ordinarily));
              }
            });
    return worth.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TELLING_WORDS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** In how many texts a word stands. */
  private static Map<String, Integer> counts(List<Row> rows) {
    Map<String, Integer> texts = new HashMap<>();
    for (Row row : rows) {
      Set<String> seen = new HashSet<>();
      for (String word : row.text().toLowerCase(Locale.ROOT).split("[^a-z']+")) {
        if (word.length() > 1 && seen.add(word)) {
          texts.merge(word, 1, Integer::sum);
        }
      }
    }
    return texts;
  }

  /** Runs of so many words, at most one out of a text, of texts chosen by the seed. */
  static List<String> runs(List<Row> rows, int length, int most, long seed) {
    List<Row> chosen = rows.stream().sorted(byHash(seed + length)).toList();
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < chosen.size() && runs.size() < most; i++) {
      String[] words = chosen.get(i).text().strip().split("\\s+");
      if (words.length > length) {
        int first =
            (int) Long.remainderUnsigned(mixed(chosen.get(i), ~seed), words.length - length + 1L);
        runs.add(String.join(" ", List.of(words).subList(first, first + length)));
      }
    }
    return runs;
  }

  private static Comparator<Row> byHash(long seed) {
    return Comparator.comparingLong((Row row) -> mixed(row, seed)).thenComparing(Row::fingerprint);
  }

  private static long mixed(Row row, long seed) {
    long hash = Long.parseUnsignedLong(row.fingerprint().substring(0, 16), 16) ^ seed;
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    return hash ^ (hash >>> 29);
  }
}
