package dev.halcyon.engine.text.train;

import dev.halcyon.engine.calibration.Measures;
import dev.halcyon.engine.calibration.Measures.Interval;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.deep.DeepHead;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.Passages;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.engine.text.deep.Tokens;
import dev.halcyon.engine.text.deep.WordPieces;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes the heads of the deep tier out of a corpus: encodes its texts, fits a logistic per category
 * on the points, and averages it with a linear half. Confined to one thread.
 */
final class DeepTrainer {
  private static final double MOST_FALSE_ALARMS = 0.05;

  private final Corpus corpus;
  private final Normaliser normaliser;
  private final WordPieces vocabulary;
  private final EmbeddingStore store;
  private final Map<Row, Tokens> beginnings = new HashMap<>();
  private List<Reading> heldOut = List.of();

  /**
   * A trainer.
   *
   * @param corpus cut by {@link Corpus#stratified()}
   */
  DeepTrainer(Corpus corpus, Normaliser normaliser, WordPieces vocabulary, EmbeddingStore store) {
    this.corpus = corpus;
    this.normaliser = normaliser;
    this.vocabulary = vocabulary;
    this.store = store;
  }

  EmbeddingStore store() {
    return store;
  }

  /**
   * Reads and encodes every text: the beginning of those to train on, the others as the engine
   * does.
   */
  void read(LinearHead linear) throws IOException, InterruptedException {
    Set<Tokens> wanted = new HashSet<>();
    List<Row> others = new ArrayList<>();
    for (Row row : corpus.rows()) {
      if (corpus.part(row) != Part.TRAIN) {
        others.add(row);
      } else if (!row.labels().isEmpty()) {
        Tokens tokens = Passages.beginning(row.text(), vocabulary);
        beginnings.put(row, tokens);
        wanted.add(tokens);
      }
    }
    heldOut = Reading.all(others, linear, normaliser, vocabulary);
    wanted.addAll(Reading.tokens(heldOut));
    store.encode(wanted);
  }

  /** Reads and encodes texts that are not of the corpus. */
  List<Reading> read(List<Row> rows, LinearHead linear) throws IOException, InterruptedException {
    List<Reading> readings = Reading.all(rows, linear, normaliser, vocabulary);
    store.encode(Reading.tokens(readings));
    return readings;
  }

  /** Held-out texts of a part whose label for a category is known. */
  List<Reading> heldOut(Part part, Category category) {
    return heldOut.stream()
        .filter(
            each -> corpus.part(each.row()) == part && each.row().labels().containsKey(category))
        .toList();
  }

  /** All texts of the held-out fifth, known or not. */
  List<Reading> test() {
    return heldOut.stream().filter(each -> corpus.part(each.row()) == Part.TEST).toList();
  }

  /** Fits one category with the linear half that {@link #read(LinearHead)} was given. */
  DeepFit fit(Category category, int linearIndex) {
    return fit(
        category,
        row -> true,
        heldOut(Part.CALIBRATE, category),
        each -> each.linear()[linearIndex]);
  }

  /**
   * Fits one category.
   *
   * @param use which texts may be trained on, to leave a source out
   */
  DeepFit fit(
      Category category,
      Predicate<Row> use,
      List<Reading> calibrate,
      java.util.function.ToDoubleFunction<Reading> linear) {
    List<Row> rows = corpus.of(Part.TRAIN, category).stream().filter(use).toList();
    return DeepFit.of(
        category,
        rows.stream().map(row -> store.point(beginnings.get(row))).toList(),
        HeadTrainer.labels(rows, category),
        calibrate,
        linear,
        store);
  }

  /**
   * Categories that take texts of other sources for their own, with the share of such texts that
   * score 0.5 or more; see {@link HeadTrainer#narrow(LinearHead)}.
   */
  Map<Category, Interval> narrow(Map<Category, DeepFit> fits, LinearHead linear) {
    Map<Category, Interval> narrow = new EnumMap<>(Category.class);
    fits.forEach(
        (category, fit) -> {
          Interval both = others(fit, linear);
          int index = linear.categories().indexOf(category);
          List<Reading> rows = unknown(category);
          long alone =
              rows.stream()
                  .filter(each -> linear.calibrated(index, each.linear()[index]) >= 0.5)
                  .count();
          if (both.value() > MOST_FALSE_ALARMS || alone > MOST_FALSE_ALARMS * rows.size()) {
            narrow.put(category, both);
          }
        });
    return narrow;
  }

  /** The share of test texts with an unknown label that score 0.5 or more. */
  Interval others(DeepFit fit, LinearHead linear) {
    int index = linear.categories().indexOf(fit.category());
    List<Reading> rows = unknown(fit.category());
    int over = 0;
    for (Reading reading : rows) {
      over += fit.score(reading, reading.linear()[index], store) >= 0.5 ? 1 : 0;
    }
    return Measures.share(over, rows.size());
  }

  private List<Reading> unknown(Category category) {
    return test().stream().filter(each -> !each.row().labels().containsKey(category)).toList();
  }

  /** Joins what was fitted into a file of heads. */
  static byte[] heads(
      List<DeepFit> fits, LinearHead linear, String version, long seed, List<String> sources) {
    int row = SentenceEncoder.DIMENSIONS + 1;
    float[] weights = new float[fits.size() * row];
    for (int c = 0; c < fits.size(); c++) {
      System.arraycopy(fits.get(c).weights(), 0, weights, c * row, row);
    }
    return DeepHead.encode(
        new DeepHead.Header(
            "text-deep",
            version,
            DeepModels.ENCODER.sha256(),
            linear.model().sha256(),
            fits.stream().map(fit -> fit.category().id()).toList(),
            fits.stream().mapToDouble(fit -> fit.vector().a()).toArray(),
            fits.stream().mapToDouble(fit -> fit.vector().b()).toArray(),
            fits.stream().mapToDouble(fit -> fit.linear().a()).toArray(),
            fits.stream().mapToDouble(fit -> fit.linear().b()).toArray(),
            fits.stream().mapToDouble(DeepFit::share).toArray(),
            fits.stream().mapToDouble(fit -> fit.mean().a()).toArray(),
            fits.stream().mapToDouble(fit -> fit.mean().b()).toArray(),
            seed,
            sources,
            ""),
        weights);
  }
}
