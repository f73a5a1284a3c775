package dev.halcyon.app.kit;

import java.util.Locale;

/**
 * Makes sentences as long and as strange as a language we do not speak: accents on every letter,
 * two fifths longer, in brackets that show where they end. With it the tour and the tests find
 * words that a screen would cut off and words that no bundle holds. Stateless, safe for any thread.
 */
public final class PseudoLocale {
  /** The language: {@code qps}, which ISO 639 leaves to private use. */
  public static final Locale LOCALE = Locale.of("qps");

  private static final String PLAIN = "aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ";
  private static final String STRANGE = "åÅçÇđĐéÉğĞĥĤîÎĵĴķĶļĻñÑöÖřŘšŠŧŦûÛŵŴýÝžŽ";
  private static final String PADDING = "one two three four five six seven eight nine ten eleven";

  private PseudoLocale() {}

  /**
   * A sentence of the bundles in the pseudo-language. Placeholders stay, and so does what steers
   * them: only what stands at an even depth of braces is said.
   */
  public static String of(String sentence) {
    StringBuilder out = new StringBuilder("⟦");
    int depth = 0;
    int letters = 0;
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      int at = depth % 2 == 0 ? PLAIN.indexOf(c) : -1;
      letters += depth % 2 == 0 && Character.isLetter(c) ? 1 : 0;
      out.append(at < 0 ? c : STRANGE.charAt(at));
    }
    int longer = Math.min(PADDING.length(), letters * 2 / 5);
    return out.append(longer > 0 ? " " + PADDING.substring(0, longer).strip() : "")
        .append('⟧')
        .toString();
  }
}
