package dev.halcyon.engine.text;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import java.util.List;

/**
 * Scores a text with a linear head: the higher of the raw and the normalised text, and of the
 * windows of a long one, per category; and says which words of the original carried the score. A
 * scorer belongs to one text and one thread.
 */
public final class LinearScorer {
  /** The training texts are posts; a longer text is read in overlapping pieces of that size. */
  private static final int WINDOW_WORDS = 200;

  private static final int STRIDE_WORDS = 150;

  private final LinearHead head;
  private final NormalisedText text;
  private final ModelText raw;
  private final ModelText normalised;
  private final Best[] best;

  private LinearScorer(LinearHead head, NormalisedText text) {
    this.head = head;
    this.text = text;
    this.raw = ModelText.of(text.original());
    // Marks such as [URL] are written in capitals; all else reads the same in small letters.
    this.normalised =
        text.lowered() && text.original().indexOf('[') < 0 ? raw : ModelText.of(text.text());
    this.best = new Best[head.categories().size()];
  }

  /** Reads a text; the thread's interruption ends it between windows. */
  public static LinearScorer score(LinearHead head, NormalisedText text)
      throws InterruptedException {
    LinearScorer scorer = new LinearScorer(head, text);
    scorer.read(scorer.raw);
    // The same words give the same decisions, and most texts need no undoing.
    if (scorer.normalised != scorer.raw && !scorer.normalised.sameWords(scorer.raw)) {
      scorer.read(scorer.normalised);
    }
    return scorer;
  }

  private void read(ModelText words) throws InterruptedException {
    for (int from = 0; ; from += STRIDE_WORDS) {
      CompiledRules.checkDeadline();
      int to = Math.min(words.words(), from + WINDOW_WORDS);
      double[] decisions = head.decisions(words, from, to);
      for (int c = 0; c < decisions.length; c++) {
        if (best[c] == null || decisions[c] > best[c].decision) {
          best[c] = new Best(decisions[c], words, from, to);
        }
      }
      if (to == words.words()) {
        return;
      }
    }
  }

  /** The decision value behind {@link #score(int)}, for calibration. */
  public double decision(int category) {
    return best[category].decision;
  }

  /** The calibrated score of the head's category with this index. */
  public double score(int category) {
    return head.calibrated(category, best[category].decision);
  }

  /** The words that speak most for a category, in reading order, with their share of it. */
  public List<Evidence> evidence(int category) {
    Best found = best[category];
    double[] carried = new double[found.to - found.from];
    HashedFeatures features = HashedFeatures.of(found.words, found.from, found.to);
    HashedFeatures.visit(
        found.words,
        found.from,
        found.to,
        (bucket, first, last, gram) -> {
          int at = java.util.Arrays.binarySearch(features.buckets(), bucket);
          double part = head.weight(category, bucket) * features.values()[at] / (last - first + 1);
          for (int word = first; word <= last; word++) {
            carried[word - found.from] += part;
          }
        });
    return CarriedShares.of(carried).stream()
        .map(stretch -> words(head.categories().get(category), found, stretch))
        .toList();
  }

  /** The stretch of the original whose words gave a category its decision value. */
  public Span stretch(int category) {
    Best found = best[category];
    if (found.to == found.from) {
      return new Span(0, text.original().length());
    }
    Span span = found.words.span(found.from, found.to - 1);
    return found.words == normalised ? text.original(span.start(), span.end()) : span;
  }

  private Evidence words(Category category, Best found, CarriedShares.Stretch stretch) {
    int first = found.from + stretch.first();
    int last = found.from + stretch.last();
    Span span = found.words.span(first, last);
    if (found.words == normalised) {
      span = text.original(span.start(), span.end());
    }
    StringBuilder label = new StringBuilder(found.words.word(first));
    for (int word = first + 1; word <= last; word++) {
      label.append(' ').append(found.words.word(word));
    }
    return new Evidence.Words(
        category,
        stretch.share(),
        "model:" + head.model().name(),
        span.start(),
        span.end(),
        label.toString());
  }

  private record Best(double decision, ModelText words, int from, int to) {}
}
