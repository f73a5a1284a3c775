package dev.halcyon.engine.personal;

import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds personal data in a text, on its folded characters (so that full-width digits and invisible
 * characters hide nothing) and with places in the original. What proves itself by check digits
 * comes first; what overlaps it is not also taken for something weaker. What it finds never goes
 * into a log. Stateless and safe for any thread.
 */
public final class PersonalData {
  private PersonalData() {}

  /**
   * The personal data in a text, by place, none overlapping another.
   *
   * @param region ISO 3166-1 of the item, in which numbers without country code are read; anything
   *     else where it is not known
   * @param language ISO 639-1 of the text, used where the region is not known
   * @throws InterruptedException when the thread is interrupted between two kinds
   */
  public static List<Finding> find(String text, String region, String language)
      throws InterruptedException {
    if (!possible(text)) {
      return List.of();
    }
    NormalisedText folded = Normaliser.folded(text);
    String read = folded.text();
    Kept kept = new Kept();
    keep(kept, found -> Numbers.ibans(read, found));
    keep(kept, found -> Shapes.emails(read, found));
    keep(kept, found -> Shapes.addresses(read, found));
    keep(kept, found -> Shapes.socialSecurity(read, found));
    keep(kept, found -> Numbers.cards(read, found));
    keep(kept, found -> Phones.find(read, region, language, found));
    keep(
        kept,
        found ->
            Addresses.find(
                read, at -> Character.isUpperCase(text.charAt(folded.originalStart(at))), found));
    return kept.findings.stream()
        .map(finding -> original(folded, finding))
        .sorted(Comparator.comparingInt(Finding::start))
        .toList();
  }

  /** Whether a text may hold any: every kind needs a digit, or the sign or word "at". */
  static boolean possible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' || c == '@' || c == ']' || c == ')') {
        return true;
      }
      // Digits and signs of other scripts, full width and mathematical ones fold to these.
      if (c >= 0x80
          && (Character.getNumericValue(c) >= 0 && !Character.isLetter(c)
              || Character.isSurrogate(c)
              || c >= 0xFE00)) {
        return true;
      }
    }
    return false;
  }

  private static void keep(Kept kept, Consumer<List<Finding>> finder) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the deadline passed");
    }
    List<Finding> found = new ArrayList<>();
    finder.accept(found);
    for (Finding finding : found) {
      kept.add(finding);
    }
  }

  private static Finding original(NormalisedText folded, Finding finding) {
    Span span = folded.original(finding.start(), finding.end());
    return new Finding(finding.kind(), span.start(), span.end());
  }

  /** Findings that do not overlap, first come, first kept. */
  private static final class Kept {
    private final List<Finding> findings = new ArrayList<>();
    private final BitSet taken = new BitSet();

    void add(Finding finding) {
      int next = taken.nextSetBit(finding.start());
      if (next < 0 || next >= finding.end()) {
        taken.set(finding.start(), finding.end());
        findings.add(finding);
      }
    }
  }
}
