package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What the sentence encoder reads of a text: the beginning of the text as written and, where that
 * differs, of the normalised text; of either, when it is long, windows beside it. A text's decision
 * is the higher of the two forms, and of a long form the mean of its beginning and of its best
 * window. Confined to one thread.
 */
public final class Passages {
  /** A sentence among many is lost in a mean over all of them; windows keep it. */
  static final int WINDOW_WORDS = 50;

  private static final int STRIDE_WORDS = 25;

  /** Bounds the cost: of longer texts the windows where the linear half saw most are read. */
  private static final int MOST_WINDOWS = 12;

  private final List<Form> forms;

  private Passages(List<Form> forms) {
    this.forms = forms;
  }

  /** Words {@code [from, to)} of a form. */
  record Window(int from, int to, Tokens tokens) {}

  /**
   * One form of the text.
   *
   * @param windows empty for a short text
   */
  record Form(EncoderText text, Window whole, List<Window> windows) {}

  /** The stretch that decided, and its decision value. */
  record Choice(Form form, Window window, double decision) {}

  /**
   * What to read of a text.
   *
   * @param regions stretches of the original to read closely if there is too much for all, the most
   *     important first
   */
  public static Passages of(NormalisedText text, List<Span> regions, WordPieces vocabulary) {
    List<Form> forms = new ArrayList<>();
    Form original = form(EncoderText.original(text.original(), vocabulary), regions);
    forms.add(original);
    if (!text.text().equals(text.original())) {
      Form normalised = form(EncoderText.normalised(text, vocabulary), regions);
      if (!tokens(normalised).equals(tokens(original))) {
        forms.add(normalised);
      }
    }
    return new Passages(List.copyOf(forms));
  }

  private static Form form(EncoderText text, List<Span> regions) {
    Window whole = new Window(0, text.words(), text.tokens(0, text.words()));
    if (text.words() <= WINDOW_WORDS) {
      return new Form(text, whole, List.of());
    }
    List<Integer> starts = starts(text, regions);
    List<Window> windows = new ArrayList<>();
    for (int from : starts) {
      int to = Math.min(text.words(), from + WINDOW_WORDS);
      windows.add(new Window(from, to, text.tokens(from, to)));
    }
    return new Form(text, whole, List.copyOf(windows));
  }

  private static List<Integer> starts(EncoderText text, List<Span> regions) {
    int last = text.words() - WINDOW_WORDS;
    int count = (last + STRIDE_WORDS - 1) / STRIDE_WORDS + 1;
    if (count <= MOST_WINDOWS) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(Math.min(last, i * STRIDE_WORDS));
      }
      return all;
    }
    Set<Integer> chosen = new LinkedHashSet<>();
    List<Span> close =
        regions.isEmpty()
            ? List.of(new Span(0, text.span(text.words() - 1, text.words() - 1).end()))
            : regions;
    for (Span region : close) {
      int i = firstAt(text, count, region.start());
      for (; i < count && chosen.size() < MOST_WINDOWS; i++) {
        int from = Math.min(last, i * STRIDE_WORDS);
        if (text.span(from, from).start() >= region.end()) {
          break;
        }
        chosen.add(from);
      }
    }
    return List.copyOf(chosen);
  }

  /** The first window that reaches a place of the original; windows stand in its order. */
  private static int firstAt(EncoderText text, int count, int place) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int end = Math.min(text.words(), middle * STRIDE_WORDS + WINDOW_WORDS);
      if (text.span(end - 1, end - 1).end() > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static List<Tokens> tokens(Form form) {
    List<Tokens> all = new ArrayList<>();
    all.add(form.whole().tokens());
    form.windows().forEach(window -> all.add(window.tokens()));
    return all;
  }

  /** Everything to encode, each once. */
  public Set<Tokens> tokens() {
    Set<Tokens> all = new LinkedHashSet<>();
    forms.forEach(form -> all.addAll(tokens(form)));
    return all;
  }

  /** The beginning of a text as written, which is what training reads. */
  public static Tokens beginning(String text, WordPieces vocabulary) {
    EncoderText words = EncoderText.original(text, vocabulary);
    return words.tokens(0, words.words());
  }

  /** The decision value of the text, given that of each passage. */
  public double decision(ToDoubleFunction<Tokens> passage) {
    return choose(passage).decision();
  }

  Choice choose(ToDoubleFunction<Tokens> passage) {
    List<Choice> choices = forms.stream().map(form -> choose(form, passage)).toList();
    return choices.stream()
        .max(java.util.Comparator.comparingDouble(Choice::decision))
        .orElseThrow();
  }

  private static Choice choose(Form form, ToDoubleFunction<Tokens> passage) {
    double whole = passage.applyAsDouble(form.whole().tokens());
    Window best = form.whole();
    double highest = Double.NEGATIVE_INFINITY;
    for (Window window : form.windows()) {
      double decision = passage.applyAsDouble(window.tokens());
      if (decision > highest) {
        highest = decision;
        best = window;
      }
    }
    return new Choice(form, best, form.windows().isEmpty() ? whole : (whole + highest) / 2);
  }
}
