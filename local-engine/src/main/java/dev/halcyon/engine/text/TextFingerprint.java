package dev.halcyon.engine.text;

/**
 * The exact fingerprint of a text: SHA-256 of its folded words, so that case, spacing, punctuation
 * and invisible characters make no difference. Policies list these in FINGERPRINT rules. Stateless.
 */
public final class TextFingerprint {
  private TextFingerprint() {}

  /** Lower-case hex; texts without a word are compared by their folded characters. */
  public static String of(String text) {
    return Hashes.sha256(comparable(text));
  }

  /**
   * What fingerprints of a text are made from, the same under every policy: its folded words with
   * one space between, or its folded characters when there is no word.
   */
  public static String comparable(String text) {
    String folded = Normaliser.folded(text).text();
    return comparable(folded, WordView.of(folded));
  }

  /** The same of a text that is folded already, with its words. */
  static String comparable(String folded, WordView view) {
    String words = view.text().strip();
    return words.isEmpty() ? folded.strip() : words;
  }
}
