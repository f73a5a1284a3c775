package dev.halcyon.engine.text;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds every one of many terms in one pass over a text, in time that does not grow with their
 * number (Aho and Corasick 1975, over a double-array trie). Immutable and safe for any thread.
 *
 * @param <V> what belongs to a term
 */
final class TermFinder<V> {
  /**
   * From here on no script has characters. The trie cannot take the very last of them (it reads one
   * place beyond its arrays), so all of them are one and the same to it.
   */
  private static final char SPECIALS = '\uFFF0';

  private final @Nullable AhoCorasickDoubleArrayTrie<V> trie;

  private TermFinder(@Nullable AhoCorasickDoubleArrayTrie<V> trie) {
    this.trie = trie;
  }

  /** A finder of these terms, none of which may be empty. */
  static <V> TermFinder<V> of(Map<String, V> terms) {
    if (terms.isEmpty()) {
      return new TermFinder<>(null);
    }
    AhoCorasickDoubleArrayTrie<V> trie = new AhoCorasickDoubleArrayTrie<>();
    TreeMap<String, V> read = new TreeMap<>();
    terms.forEach((term, value) -> read.put(readable(term), value));
    trie.build(read);
    return new TermFinder<>(trie);
  }

  private static String readable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > SPECIALS) {
        return text.replaceAll("[\\uFFF1-\\uFFFF]", String.valueOf(SPECIALS));
      }
    }
    return text;
  }

  /** Hands over every occurrence, overlapping ones too, by where they end. */
  void find(String text, Found<V> found) {
    if (trie != null) {
      trie.parseText(readable(text), (AhoCorasickDoubleArrayTrie.IHit<V>) found::at);
    }
  }

  /** Takes one occurrence. */
  interface Found<V> {
    /** The term stands at {@code [start, end)} of the text. */
    void at(int start, int end, V value);
  }
}
