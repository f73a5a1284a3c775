package dev.halcyon.engine.ocr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The letters a recogniser knows, and the reading of its output: at each step the likeliest symbol,
 * repeats joined, "nothing" dropped (best path decoding of CTC). Immutable.
 *
 * <p>Spaces are read otherwise: the model was trained on Chinese, which has none, and prefers
 * "nothing" even in wide gaps. Inside words it gives a space less than 0.005 in all, between words
 * at least 0.03; so that is where the line is drawn.
 */
final class Alphabet {
  private static final double SPACE = 0.025;

  /** After these a space is usual, and the gap partly filled. */
  private static final String SENTENCE_MARKS = ".,:;!?";

  private static final double SPACE_AFTER_MARK = 0.006;

  /** "Nothing" is the first symbol, and a space, which no dictionary lists, the last. */
  private final List<String> symbols;

  private Alphabet(List<String> symbols) {
    this.symbols = symbols;
  }

  /**
   * An alphabet.
   *
   * @param dictionary UTF-8, a letter a line, in the order of the model's output
   */
  static Alphabet of(byte[] dictionary) {
    List<String> symbols = new ArrayList<>();
    symbols.add("");
    new String(dictionary, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> symbols.add(narrow(line)));
    symbols.add(" ");
    return new Alphabet(List.copyOf(symbols));
  }

  /** The ordinary form of the full-width letters and marks that Chinese print uses. */
  private static String narrow(String symbol) {
    int code = symbol.isEmpty() ? 0 : symbol.codePointAt(0);
    return code >= 0xff01 && code <= 0xff5e ? Character.toString(code - 0xfee0) : symbol;
  }

  /** A letter as read, at a step. */
  private record Letter(String symbol, int step, double sure, double spaceBefore) {}

  /**
   * Reads a model's output.
   *
   * @param probabilities steps × symbols, row-major
   * @param stretch width of the model's input as a multiple of the line's own
   */
  TextLine decode(float[] probabilities, Quad line, double stretch) {
    if (probabilities.length % symbols.size() != 0) {
      throw new IllegalArgumentException(
          probabilities.length + " values are no steps of " + symbols.size() + " symbols");
    }
    int steps = probabilities.length / symbols.size();
    StringBuilder text = new StringBuilder();
    List<Double> places = new ArrayList<>();
    double sure = 0;
    List<Letter> letters = letters(probabilities, steps);
    for (Letter letter : letters) {
      double place = Math.min(1, (letter.step + 0.5) / steps * stretch);
      if (!text.isEmpty() && spaced(text.charAt(text.length() - 1), letter)) {
        text.append(' ');
        places.add((places.getLast() + place) / 2);
      }
      text.append(letter.symbol);
      letter.symbol.chars().forEach(unit -> places.add(place));
      sure += letter.sure;
    }
    return new TextLine(
        text.toString(), letters.isEmpty() ? 0 : sure / letters.size(), line, places);
  }

  private List<Letter> letters(float[] probabilities, int steps) {
    int count = symbols.size();
    int space = count - 1;
    List<Letter> letters = new ArrayList<>();
    double spaces = 0;
    int before = 0;
    for (int step = 0; step < steps; step++) {
      int best = likeliest(probabilities, step * count, count);
      if (best != 0 && best != space && best != before) {
        letters.add(
            new Letter(symbols.get(best), step, probabilities[step * count + best], spaces));
        spaces = 0;
      }
      spaces += probabilities[step * count + space];
      before = best;
    }
    return letters;
  }

  private static boolean spaced(char before, Letter letter) {
    if (SENTENCE_MARKS.indexOf(before) >= 0) {
      return letter.spaceBefore
          > (Character.isLetter(letter.symbol.codePointAt(0)) ? SPACE_AFTER_MARK : SPACE);
    }
    boolean latin =
        !Character.isIdeographic(before) && !Character.isIdeographic(letter.symbol.codePointAt(0));
    return letter.spaceBefore > (latin ? SPACE : 0.5);
  }

  private static int likeliest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
