package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.calibration.Bootstrap;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What to expect on a platform whose texts no part of training saw: both halves are trained without
 * one source and judged on the held-out texts of that source. Confined to one thread.
 */
final class SourceOut {
  private final Corpus corpus;
  private final HeadTrainer linears;
  private final DeepTrainer trainer;
  private final long seed;

  SourceOut(Corpus corpus, HeadTrainer linears, DeepTrainer trainer, long seed) {
    this.corpus = corpus;
    this.linears = linears;
    this.trainer = trainer;
    this.seed = seed;
  }

  /** One row for each category and source with enough texts on either side. */
  ArrayNode table(Collection<Category> categories, List<String> sources)
      throws InterruptedException {
    ArrayNode table = JsonNodeFactory.instance.arrayNode();
    for (Category category : categories) {
      for (String source : sources) {
        row(category, source, table);
      }
    }
    return table;
  }

  private void row(Category category, String source, ArrayNode table) throws InterruptedException {
    List<Reading> unseen = new ArrayList<>(of(trainer.heldOut(Part.TEST, category), source, true));
    unseen.addAll(of(trainer.heldOut(Part.CALIBRATE, category), source, true));
    List<Reading> calibrate = of(trainer.heldOut(Part.CALIBRATE, category), source, false);
    Predicate<Row> use = row -> !row.source().equals(source);
    List<Row> train = corpus.of(Part.TRAIN, category).stream().filter(use).toList();
    if (few(unseen.stream().map(Reading::row).toList(), category, HeadTrainer.FEWEST_HELD_OUT)
        || few(calibrate.stream().map(Reading::row).toList(), category, HeadTrainer.FEWEST_HELD_OUT)
        || few(train, category, HeadTrainer.FEWEST_TRAIN)) {
      return;
    }
    LinearHead without =
        LinearHead.decode(
            linears.train(List.of(category), "without-" + source, seed, List.of(), use),
            "without " + source);
    Map<Reading, Double> linear = new IdentityHashMap<>();
    for (List<Reading> some : List.of(unseen, calibrate)) {
      double[] decisions = linears.decisions(without, some.stream().map(Reading::row).toList(), 0);
      for (int i = 0; i < decisions.length; i++) {
        linear.put(some.get(i), decisions[i]);
      }
    }
    DeepFit fit = trainer.fit(category, use, calibrate, linear::get);
    boolean[] yes = DeepFit.labels(unseen, category);
    Bootstrap bootstrap = new Bootstrap(yes, seed);
    double[] alone = unseen.stream().mapToDouble(linear::get).toArray();
    double[] both =
        unseen.stream()
            .mapToDouble(each -> fit.score(each, linear.get(each), trainer.store()))
            .toArray();
    long positives = HeadTrainer.yes(unseen.stream().map(Reading::row).toList(), category);
    ObjectNode node =
        table
            .addObject()
            .put("category", category.id())
            .put("source", source)
            .put("yes", positives)
            .put("no", unseen.size() - positives);
    DeepReport.interval(node, "linear", bootstrap.auroc(alone));
    DeepReport.interval(node, "both", bootstrap.auroc(both));
    DeepReport.interval(node, "gain", bootstrap.gain(both, alone));
  }

  private static List<Reading> of(List<Reading> readings, String source, boolean from) {
    return readings.stream().filter(each -> each.row().source().equals(source) == from).toList();
  }

  private static boolean few(List<Row> rows, Category category, int fewest) {
    long yes = HeadTrainer.yes(rows, category);
    return yes < fewest || rows.size() - yes < fewest;
  }
}
