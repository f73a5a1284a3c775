package dev.halcyon.engine.personal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A text with its personal data taken out: each piece is replaced by the name of its kind in
 * brackets, {@code [phone]}, so that people can still follow the sense. Nothing of the original
 * piece is kept. Immutable.
 *
 * @param text the masked text
 * @param masked how many pieces were taken out
 */
public record Masked(String text, int masked) {
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
    int pieces = 0;
    for (Finding finding : inOrder) {
      if (finding.end() > text.length()) {
        throw new IllegalArgumentException("the finding reaches beyond the text");
      }
      if (finding.start() >= at) {
        masked
            .append(text, at, finding.start())
            .append('[')
            .append(finding.kind().id())
            .append(']');
        pieces++;
      }
      at = Math.max(at, finding.end());
    }
    return new Masked(masked.append(text, at, text.length()).toString(), pieces);
  }

  /** Without the text, which is content. */
  @Override
  public String toString() {
    return "Masked[" + text.length() + " characters, " + masked + " masked]";
  }
}
