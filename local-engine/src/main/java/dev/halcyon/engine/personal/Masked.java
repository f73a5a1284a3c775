package dev.halcyon.engine.personal;

import dev.halcyon.engine.text.Span;
import dev.halcyon.engine.text.TextMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A text with its personal data taken out: each piece is replaced by the name of its kind in
 * brackets, {@code [phone]}, so that people can still follow the sense. Nothing of the original
 * piece is kept but where it stood. Immutable.
 *
 * @param text the masked text
 * @param pieces what was taken out, by place
 */
public record Masked(String text, List<Piece> pieces) {
  public Masked {
    pieces = List.copyOf(pieces);
  }

  /**
   * A piece that was taken out.
   *
   * @param start first code unit of what stands for it in the masked text
   * @param end one past the last
   * @param original where the piece stood in the original
   */
  public record Piece(int start, int end, Span original) {}

  /** How many pieces were taken out. */
  public int masked() {
    return pieces.size();
  }

  /** The text of before with the pieces' names, which leads back to every unit of the original. */
  public TextMap map(String original) {
    TextMap.Builder map = new TextMap.Builder(original);
    for (Piece piece : pieces) {
      map.keepUntil(piece.original().start());
      map.replace(piece.original().end(), text.substring(piece.start(), piece.end()));
    }
    return map.build();
  }

  /**
   * Masks the findings; where some overlap, all of them are taken out as one, under the name of the
   * first.
   *
   * @param findings of this very text, in any order
   * @throws IllegalArgumentException when a finding reaches beyond the text
   */
  public static Masked of(String text, List<Finding> findings) {
    List<Finding> inOrder = new ArrayList<>(findings);
    inOrder.sort(Comparator.comparingInt(Finding::start).thenComparingInt(Finding::end));
    StringBuilder masked = new StringBuilder(text.length());
    int at = 0;
    List<Piece> pieces = new ArrayList<>();
    for (Finding finding : inOrder) {
      if (finding.end() > text.length()) {
        throw new IllegalArgumentException("the finding reaches beyond the text");
      }
      if (finding.start() >= at) {
        int start = masked.append(text, at, finding.start()).length();
        masked.append('[').append(finding.kind().id()).append(']');
        pieces.add(new Piece(start, masked.length(), new Span(finding.start(), finding.end())));
      } else if (finding.end() > at) {
        Piece last = pieces.removeLast();
        Span grown = new Span(last.original().start(), finding.end());
        pieces.add(new Piece(last.start(), last.end(), grown));
      }
      at = Math.max(at, finding.end());
    }
    return new Masked(masked.append(text, at, text.length()).toString(), pieces);
  }

  /** Without the text, which is content. */
  @Override
  public String toString() {
    return "Masked[" + text.length() + " characters, " + pieces.size() + " masked]";
  }
}
