package dev.halcyon.engine.judge;

import dev.halcyon.engine.personal.Masked;
import dev.halcyon.engine.personal.PersonalData;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.Span;
import dev.halcyon.engine.text.TextMap;
import java.util.Optional;
import java.util.Set;

/**
 * One text of an item as the judge sees it: personal data masked, control tokens and invisible
 * characters taken out, cut to a length, with the way back to the original. Immutable.
 *
 * @param original as it was written
 * @param shown what the judge sees and where it came from
 * @param masked how many pieces of personal data were taken out
 * @param cut whether the end is missing
 * @param marks what in it looks like an attempt to steer a model
 */
record EvidenceText(
    String original, TextMap shown, int masked, boolean cut, Set<InjectionMark> marks) {
  private static final int SHORTEST_QUOTE = 2;

  EvidenceText {
    marks = Set.copyOf(marks);
  }

  static EvidenceText of(String text, String region, String language, int most)
      throws InterruptedException {
    // The whole is masked, not only what is kept: a number cut in two would not be known as one.
    Masked masked = Masked.of(text, PersonalData.find(text, region, language));
    TextMap map = masked.map(text);
    boolean cut = map.text().length() > most;
    if (cut) {
      map = map.then(head(map.text(), most));
    }
    ControlTokens.Stripped stripped = ControlTokens.strip(map);
    Set<InjectionMark> marks = InjectionMarks.of(text, stripped.found());
    return new EvidenceText(text, stripped.text(), masked.masked(), cut, marks);
  }

  private static TextMap head(String text, int most) {
    int end = Math.min(text.length(), most);
    end -= end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
    TextMap.Builder head = new TextMap.Builder(text);
    head.keepUntil(end);
    head.replace(text.length(), "");
    return head.build();
  }

  /**
   * Where a quote stands in the original; empty where it stands nowhere. Case, width, look-alikes
   * of form and white space do not matter; words do.
   */
  Optional<Span> find(String quote) {
    NormalisedText folded = Normaliser.folded(shown.text());
    Squeezed text = Squeezed.of(folded.text());
    String wanted = Squeezed.of(Normaliser.folded(quote).text()).text().strip();
    if (wanted.codePointCount(0, wanted.length()) < SHORTEST_QUOTE) {
      return Optional.empty();
    }
    int at = text.text().indexOf(wanted);
    if (at < 0) {
      return Optional.empty();
    }
    int last = at + wanted.length() - 1;
    Span inFolded = new Span(text.places()[at], text.places()[last] + 1);
    Span inShown = folded.original(inFolded.start(), inFolded.end());
    return Optional.of(shown.original(inShown.start(), inShown.end()));
  }

  /** Without the text, which is content. */
  @Override
  public String toString() {
    return "EvidenceText[" + original.length() + " characters, " + masked + " masked]";
  }

  /** A text with each run of white space as one space, and where each unit stood. */
  private record Squeezed(String text, int[] places) {
    static Squeezed of(String text) {
      StringBuilder squeezed = new StringBuilder(text.length());
      int[] places = new int[text.length()];
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
        boolean again =
            space && !squeezed.isEmpty() && squeezed.charAt(squeezed.length() - 1) == ' ';
        if (!again) {
          places[squeezed.length()] = i;
          squeezed.append(space ? ' ' : c);
        }
      }
      return new Squeezed(squeezed.toString(), places);
    }
  }
}
