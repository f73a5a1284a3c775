package dev.halcyon.engine.text;

import dev.halcyon.assets.Assets;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The words that make the normaliser sure of a disguise: {@code k1ll} is read as {@code kill}
 * because that is a word and {@code k1ll} is not. Immutable.
 */
public final class KnownWords {
  private final Set<String> words;

  private KnownWords(Set<String> words) {
    this.words = words;
  }

  /** The words as given, which must be in lower case. */
  public static KnownWords of(Collection<String> words) {
    return new KnownWords(new HashSet<>(words));
  }

  /** The English list that ships, taken from the vocabulary of the training texts. */
  public static KnownWords shipped() {
    return Shipped.WORDS;
  }

  /** These words and more. */
  public KnownWords and(Collection<String> more) {
    Set<String> all = new HashSet<>(words);
    all.addAll(more);
    return new KnownWords(all);
  }

  public boolean contains(String word) {
    return words.contains(word);
  }

  public int size() {
    return words.size();
  }

  private static final class Shipped {
    static final KnownWords WORDS =
        new KnownWords(
            new HashSet<>(
                new String(Assets.bytes("models/text-linear/words-en.txt"), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .toList()));
  }
}
