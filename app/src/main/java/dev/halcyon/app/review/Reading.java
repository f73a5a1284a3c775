package dev.halcyon.app.review;

import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Normaliser;
import java.util.ArrayList;
import java.util.List;

/**
 * The item's text in one of its two forms, with the marks at their places in it: as its author
 * wrote it, or as rules and models compare it, with disguises undone. Immutable.
 *
 * @param comparable whether it is the form that rules and models compare
 */
record Reading(String text, TextMarks marks, boolean comparable) {
  /** Loaded when first asked for, which is never on the FX thread. */
  private static final class English {
    static final Normaliser NORMALISER = new Normaliser(KnownWords.shipped());
  }

  static Reading asWritten(String text, TextMarks marks) {
    return new Reading(text, marks, false);
  }

  /**
   * The form that rules and models compare; takes time in the length of the text. What the form
   * leaves out (an invisible character) is marked on the letter that carries it, if there is one.
   */
  static Reading asCompared(Reading written) {
    NormalisedText form = English.NORMALISER.normalise(written.text());
    List<TextMarks.Mark> moved = new ArrayList<>();
    for (TextMarks.Mark mark : written.marks().all()) {
      int start = firstEndingAfter(form, mark.start());
      int end = firstStartingFrom(form, mark.end());
      if (start < end) {
        moved.add(new TextMarks.Mark(mark.step(), mark.category(), start, end, mark.label()));
      }
    }
    return new Reading(form.text(), TextMarks.at(moved), true);
  }

  /** The first unit of the form that stands for something after this place of the original. */
  private static int firstEndingAfter(NormalisedText form, int place) {
    int low = 0;
    int high = form.text().length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (form.originalEnd(middle) > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The first unit of the form that stands for what begins at this place of the original. */
  private static int firstStartingFrom(NormalisedText form, int place) {
    int low = 0;
    int high = form.text().length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (form.originalStart(middle) >= place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
