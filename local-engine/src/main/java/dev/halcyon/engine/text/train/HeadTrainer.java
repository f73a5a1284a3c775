package dev.halcyon.engine.text.train;

import dev.halcyon.engine.calibration.FeedShare;
import dev.halcyon.engine.calibration.Measures;
import dev.halcyon.engine.calibration.Measures.Interval;
import dev.halcyon.engine.calibration.Platt;
import dev.halcyon.engine.text.HashedFeatures;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.LinearScorer;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes a linear head out of a corpus: fits, quantises to 8 bits, calibrates what the 8-bit weights
 * say of held-out rows. Confined to one thread.
 */
final class HeadTrainer {
  static final int FEWEST_TRAIN = 60;
  static final int FEWEST_HELD_OUT = 10;
  private static final double MOST_FALSE_ALARMS = 0.04;

  private final Corpus corpus;
  private final Normaliser normaliser;
  private final LogisticTrainer trainer = new LogisticTrainer();

  HeadTrainer(Corpus corpus, Normaliser normaliser) {
    this.corpus = corpus;
    this.normaliser = normaliser;
  }

  /** Categories with enough yes rows in each part to train, calibrate and test. */
  List<Category> trainable() {
    List<Category> categories = new ArrayList<>();
    for (Category category : Category.values()) {
      if (category != Category.UNKNOWN
          && yes(corpus.of(Part.TRAIN, category), category) >= FEWEST_TRAIN
          && yes(corpus.of(Part.CALIBRATE, category), category) >= FEWEST_HELD_OUT
          && yes(corpus.of(Part.TEST, category), category) >= FEWEST_HELD_OUT) {
        categories.add(category);
      }
    }
    return categories;
  }

  static UserProblem tooFew() {
    return new UserProblem(
        "train.data",
        "No category has enough texts that belong to it.",
        "At least " + FEWEST_TRAIN + " are needed for training alone.");
  }

  static long yes(List<Row> rows, Category category) {
    return rows.stream().filter(row -> row.labels().get(category)).count();
  }

  /**
   * Trains one head.
   *
   * @param use which rows may be seen, to leave a source out
   */
  byte[] train(
      List<Category> categories,
      String version,
      long seed,
      List<String> sources,
      Predicate<Row> use)
      throws InterruptedException {
    int n = categories.size();
    byte[] weights = new byte[HashedFeatures.BUCKETS * n];
    double[] scale = new double[n];
    double[] bias = new double[n];
    for (int c = 0; c < n; c++) {
      Category category = categories.get(c);
      List<Row> rows = corpus.of(Part.TRAIN, category).stream().filter(use).toList();
      double[] fitted =
          trainer.fit(rows, rows.stream().map(row -> row.labels().get(category)).toList());
      scale[c] = quantise(fitted, weights, c, n);
      bias[c] = fitted[HashedFeatures.BUCKETS];
    }
    double[] one = new double[n];
    double[] none = new double[n];
    Arrays.fill(one, -1);
    LinearHead.Header header =
        new LinearHead.Header(
            "text-linear",
            version,
            HashedFeatures.BUCKETS,
            categories.stream().map(Category::id).toList(),
            scale,
            bias,
            one,
            none,
            seed,
            sources,
            "");
    LinearHead raw = LinearHead.decode(LinearHead.encode(header, weights), "in training");
    double[] plattA = new double[n];
    double[] plattB = new double[n];
    for (int c = 0; c < n; c++) {
      Category category = categories.get(c);
      List<Row> rows = corpus.of(Part.CALIBRATE, category).stream().filter(use).toList();
      Platt platt = Platt.fit(decisions(raw, rows, c), labels(rows, category));
      plattA[c] = platt.a();
      plattB[c] = platt.b() - FeedShare.shift(yes(rows, category) / (double) rows.size());
    }
    return LinearHead.encode(
        new LinearHead.Header(
            header.name(),
            version,
            header.buckets(),
            header.categories(),
            scale,
            bias,
            plattA,
            plattB,
            seed,
            sources,
            ""),
        weights);
  }

  /** The decision values the engine would reach, normalised text and windows included. */
  double[] decisions(LinearHead head, List<Row> rows, int category) throws InterruptedException {
    double[] decisions = new double[rows.size()];
    for (int i = 0; i < decisions.length; i++) {
      decisions[i] =
          LinearScorer.score(head, normaliser.normalise(rows.get(i).text())).decision(category);
    }
    return decisions;
  }

  /**
   * The share of test rows whose label for the category is unknown that score 0.5 or more: mostly
   * false alarms, a bound on what the head does to texts unlike those it was trained on.
   */
  Interval otherSources(LinearHead head, Category category, int index) throws InterruptedException {
    List<Row> others =
        corpus.rows().stream()
            .filter(row -> !row.labels().containsKey(category) && corpus.part(row) == Part.TEST)
            .toList();
    int over = 0;
    for (double decision : decisions(head, others, index)) {
      over += head.calibrated(index, decision) >= 0.5 ? 1 : 0;
    }
    return Measures.share(over, others.size());
  }

  /**
   * Categories whose head takes texts of other sources for its own: it learned what its source
   * looks like rather than the harm. They get no head, with the measured rate as the reason.
   */
  Map<Category, Interval> narrow(LinearHead head) throws InterruptedException {
    Map<Category, Interval> narrow = new EnumMap<>(Category.class);
    for (int c = 0; c < head.categories().size(); c++) {
      Interval rate = otherSources(head, head.categories().get(c), c);
      if (rate.value() > MOST_FALSE_ALARMS) {
        narrow.put(head.categories().get(c), rate);
      }
    }
    return narrow;
  }

  static boolean[] labels(List<Row> rows, Category category) {
    boolean[] labels = new boolean[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = rows.get(i).labels().get(category);
    }
    return labels;
  }

  private static double quantise(double[] fitted, byte[] weights, int category, int categories) {
    double largest = 0;
    for (int bucket = 0; bucket < HashedFeatures.BUCKETS; bucket++) {
      largest = Math.max(largest, Math.abs(fitted[bucket]));
    }
    double scale = largest / 127;
    for (int bucket = 0; bucket < HashedFeatures.BUCKETS && scale > 0; bucket++) {
      weights[bucket * categories + category] = (byte) Math.round(fitted[bucket] / scale);
    }
    return scale;
  }
}
