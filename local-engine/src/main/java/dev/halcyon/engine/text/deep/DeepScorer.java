package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.text.CarriedShares;
import dev.halcyon.engine.text.HashedFeatures;
import dev.halcyon.engine.text.LinearScorer;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Span;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scores a text with the deep tier and finds the words that carried a score by leaving each out in
 * turn. A scorer belongs to one text and one thread.
 */
public final class DeepScorer {
  /** A text of more words is left out word group by word group: that bounds the cost. */
  private static final int MOST_PARTS = 16;

  private final DeepModel model;
  private final LinearScorer linear;
  private final Passages passages;
  private final Map<Tokens, float[]> points = new HashMap<>();

  private DeepScorer(DeepModel model, LinearScorer linear, Passages passages) {
    this.model = model;
    this.linear = linear;
    this.passages = passages;
  }

  /**
   * Reads a text.
   *
   * @throws InterruptedException when the deadline passed
   */
  public static DeepScorer score(DeepModel model, NormalisedText text, Instant deadline)
      throws InterruptedException {
    LinearScorer linear = LinearScorer.score(model.linear(), text);
    Passages passages =
        Passages.of(text, regions(linear, model.linear().categories().size()), model.vocabulary());
    DeepScorer scorer = new DeepScorer(model, linear, passages);
    scorer.read(passages.tokens(), deadline);
    return scorer;
  }

  /** The stretches of the text that gave the linear half its scores, the highest score first. */
  public static List<Span> regions(LinearScorer linear, int categories) {
    return IntStream.range(0, categories)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> linear.score(c)).reversed())
        .map(linear::stretch)
        .distinct()
        .toList();
  }

  private void read(Set<Tokens> tokens, Instant deadline) throws InterruptedException {
    List<Tokens> unread = tokens.stream().filter(each -> !points.containsKey(each)).toList();
    if (unread.isEmpty()) {
      return;
    }
    float[][] found = model.encoding().encode(unread, deadline);
    for (int i = 0; i < found.length; i++) {
      points.put(unread.get(i), found[i]);
    }
  }

  private double vector(int category, Tokens tokens) {
    return model.head().decision(category, points.get(tokens));
  }

  /** The calibrated score of the head's category with this index. */
  public double score(int category) {
    return model
        .head()
        .score(
            category,
            passages.decision(tokens -> vector(category, tokens)),
            linear.decision(category));
  }

  /**
   * The words without which the score would be lower, in reading order, with their share of what
   * speaks for the category. Costs up to {@value #MOST_PARTS} readings of a window of the text.
   *
   * @throws InterruptedException when the deadline passed
   */
  public List<Evidence> evidence(int category, Instant deadline) throws InterruptedException {
    Passages.Choice choice = passages.choose(tokens -> vector(category, tokens));
    EncoderText text = choice.form().text();
    int from = choice.window().from();
    int to = choice.window().to();
    int size = Math.max(1, Math.ceilDiv(to - from, MOST_PARTS));
    List<Part> parts = new ArrayList<>();
    for (int at = from; at < to; at += size) {
      int end = Math.min(to, at + size);
      parts.add(new Part(at, end, text.tokens(from, to, at, end)));
    }
    read(new java.util.LinkedHashSet<>(parts.stream().map(Part::without).toList()), deadline);
    double with = both(category, choice.window().tokens(), text.without(from, to, to, to));
    double[] carried = new double[parts.size()];
    for (int i = 0; i < carried.length; i++) {
      Part part = parts.get(i);
      String without = text.without(from, to, part.from(), part.to());
      carried[i] = with - both(category, part.without(), without);
    }
    Category named = model.head().categories().get(category);
    return CarriedShares.of(carried).stream()
        .map(stretch -> words(named, text, parts, stretch))
        .toList();
  }

  /** Log odds of both halves, for one stretch alone. */
  private double both(int category, Tokens tokens, String words) {
    double half = model.linear().decisions(HashedFeatures.of(words))[category];
    return model.head().mean(category, vector(category, tokens), half);
  }

  private Evidence words(
      Category category, EncoderText text, List<Part> parts, CarriedShares.Stretch stretch) {
    int first = parts.get(stretch.first()).from();
    int last = parts.get(stretch.last()).to() - 1;
    Span span = text.span(first, last);
    return new Evidence.Words(
        category,
        stretch.share(),
        "model:" + model.head().model().name(),
        span.start(),
        span.end(),
        text.label(first, last));
  }

  private record Part(int from, int to, Tokens without) {}
}
