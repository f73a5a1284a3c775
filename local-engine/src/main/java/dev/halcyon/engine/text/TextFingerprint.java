package dev.halcyon.engine.text;

/**
 * The exact fingerprint of a text: SHA-256 of its folded words, so that case, spacing, punctuation
 * and invisible characters make no difference. Policies list these in FINGERPRINT rules. Stateless.
 */
public final class TextFingerprint {
  private TextFingerprint() {}

  /** Lower-case hex; texts without a word are compared by their folded characters. */
  public static String of(String text) {
    String folded = Normaliser.folded(text).text();
    String words = WordView.of(folded).text().strip();
    return Hashes.sha256(words.isEmpty() ? folded.strip() : words);
  }
}
