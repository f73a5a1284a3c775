package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.calibration.Bootstrap;
import dev.halcyon.engine.calibration.Measures;
import dev.halcyon.engine.calibration.Measures.Interval;
import dev.halcyon.engine.calibration.Reliability;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the deep tier on the held-out fifth, beside the linear half and the encoder's half
 * alone, on the same texts. Confined to one thread.
 */
final class DeepReport {
  /** Enough for an interval of three points; more disguised texts cost minutes to encode. */
  private static final int MOST_DISGUISED = 400;

  private final Corpus corpus;
  private final DeepTrainer trainer;
  private final LinearHead linear;
  private final Map<Category, DeepFit> fits;
  private final long seed;
  private final Thresholds thresholds =
      new Thresholds(
          PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast()),
          "en",
          "US",
          Surface.POST);

  DeepReport(
      Corpus corpus,
      DeepTrainer trainer,
      LinearHead linear,
      Map<Category, DeepFit> fits,
      long seed) {
    this.corpus = corpus;
    this.trainer = trainer;
    this.linear = linear;
    this.fits = fits;
    this.seed = seed;
  }

  /** Scores of the same texts by either half and by both. */
  record Scores(double[] linear, double[] encoder, double[] both) {
    /** What fusing by the higher of the linear and of the deep tier would give. */
    double[] higher() {
      double[] higher = new double[both.length];
      for (int i = 0; i < higher.length; i++) {
        higher[i] = Math.max(linear[i], both[i]);
      }
      return higher;
    }
  }

  private Scores scores(DeepFit fit, List<Reading> readings) {
    int index = linear.categories().indexOf(fit.category());
    return new Scores(
        readings.stream()
            .mapToDouble(each -> linear.calibrated(index, each.linear()[index]))
            .toArray(),
        readings.stream()
            .mapToDouble(each -> fit.vector().logOdds(each.vector(fit.weights(), trainer.store())))
            .toArray(),
        readings.stream()
            .mapToDouble(each -> fit.score(each, each.linear()[index], trainer.store()))
            .toArray());
  }

  /** One node for each category, also those without a head. */
  ObjectNode categories(Map<Category, Interval> narrow) throws IOException, InterruptedException {
    ThresholdReport others = ThresholdReport.of(corpus, trainer, linear, seed);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (Category category : Category.values()) {
      if (category == Category.UNKNOWN) {
        continue;
      }
      ObjectNode node = all.putObject(category.id());
      for (Part part : Part.values()) {
        List<Row> rows = corpus.of(part, category);
        long yes = HeadTrainer.yes(rows, category);
        node.putObject(part.name().toLowerCase(Locale.ROOT))
            .put("yes", yes)
            .put("no", rows.size() - yes);
      }
      @Nullable DeepFit fit = fits.get(category);
      if (fit != null) {
        node.put("head", "trained");
        measure(fit, others, node);
      } else if (narrow.containsKey(category)) {
        node.put("head", "too narrow");
        interval(node, "other_sources_at_0.5", narrow.get(category));
      } else {
        boolean any =
            corpus.rows().stream().anyMatch(row -> row.labels().getOrDefault(category, false));
        node.put("head", any ? "too little data" : "no data");
      }
    }
    return all;
  }

  private void measure(DeepFit fit, ThresholdReport others, ObjectNode node)
      throws IOException, InterruptedException {
    List<Reading> readings = trainer.heldOut(Part.TEST, fit.category());
    boolean[] yes = DeepFit.labels(readings, fit.category());
    Scores scores = scores(fit, readings);
    Bootstrap bootstrap = new Bootstrap(yes, seed);
    ObjectNode auroc = node.putObject("auroc");
    interval(auroc, "linear", bootstrap.auroc(scores.linear));
    interval(auroc, "encoder", bootstrap.auroc(scores.encoder));
    interval(auroc, "both", bootstrap.auroc(scores.both));
    interval(auroc, "gain", bootstrap.gain(scores.both, scores.linear));
    interval(auroc, "lost_by_higher", bootstrap.gain(scores.both, scores.higher()));
    ObjectNode precision = node.putObject("average_precision");
    interval(precision, "linear", bootstrap.averagePrecision(scores.linear));
    interval(precision, "both", bootstrap.averagePrecision(scores.both));
    @Nullable Threshold threshold = thresholds.of(fit.category());
    if (threshold != null) {
      atReview(fit, threshold.review(), scores, yes, node.putObject("at_review"));
    }
    if (ThresholdReport.CATEGORIES.contains(fit.category())) {
      node.set("at", others.table(fit.category(), yes, scores, some -> scores(fit, some)));
    }
    reliability(node.putObject("reliability"), scores, yes);
    interval(node, "other_sources_at_0.5", trainer.others(fit, linear));
    disguised(fit, readings, node.putObject("disguised"));
  }

  private void atReview(DeepFit fit, double review, Scores scores, boolean[] yes, ObjectNode node) {
    node.put("score", review);
    List<Reading> all = trainer.test();
    Scores everywhere = scores(fit, all);
    at(review, scores.linear, yes, everywhere.linear, node.putObject("linear"));
    at(review, scores.both, yes, everywhere.both, node.putObject("both"));
  }

  static void at(
      double review, double[] scores, boolean[] yes, double[] everywhere, ObjectNode node) {
    int hits = 0;
    int positives = 0;
    int alarms = 0;
    for (int i = 0; i < yes.length; i++) {
      positives += yes[i] ? 1 : 0;
      hits += yes[i] && scores[i] >= review ? 1 : 0;
      alarms += !yes[i] && scores[i] >= review ? 1 : 0;
    }
    int load = 0;
    for (double score : everywhere) {
      load += score >= review ? 1 : 0;
    }
    interval(node, "recall", Measures.share(hits, positives));
    interval(node, "false_alarms", Measures.share(alarms, yes.length - positives));
    interval(node, "load", Measures.share(load, everywhere.length));
  }

  private static void reliability(ObjectNode node, Scores scores, boolean[] yes) {
    node.put("error_linear", rounded(Reliability.of(scores.linear, yes).error()));
    Reliability both = Reliability.of(scores.both, yes);
    node.put("error_both", rounded(both.error()));
    ArrayNode steps = node.putArray("both");
    both.steps()
        .forEach(
            step ->
                steps
                    .addObject()
                    .put("from", step.from())
                    .put("texts", step.count())
                    .put("mean_score", rounded(step.meanScore()))
                    .put("share", rounded(step.share())));
  }

  /** The same texts plain and with every other word in a disguise. */
  private void disguised(DeepFit fit, List<Reading> readings, ObjectNode node)
      throws IOException, InterruptedException {
    List<Reading> plain = new ArrayList<>(some(readings, fit.category(), true));
    plain.addAll(some(readings, fit.category(), false));
    List<Row> rows =
        plain.stream()
            .map(Reading::row)
            .map(
                row ->
                    new Row(
                        row.source(),
                        Disguise.mixed(row.text(), seed ^ row.fingerprint().hashCode()),
                        row.labels(),
                        row.fingerprint()))
            .toList();
    boolean[] yes = DeepFit.labels(plain, fit.category());
    Bootstrap bootstrap = new Bootstrap(yes, seed);
    Scores before = scores(fit, plain);
    Scores after = scores(fit, trainer.read(rows, linear));
    node.put("texts", rows.size());
    interval(node, "linear_before", bootstrap.auroc(before.linear));
    interval(node, "linear_after", bootstrap.auroc(after.linear));
    interval(node, "both_before", bootstrap.auroc(before.both));
    interval(node, "both_after", bootstrap.auroc(after.both));
    interval(node, "lost", bootstrap.gain(before.both, after.both));
  }

  private static List<Reading> some(List<Reading> readings, Category category, boolean yes) {
    List<Reading> of =
        readings.stream().filter(each -> each.row().labels().get(category) == yes).toList();
    int every = Math.ceilDiv(of.size(), MOST_DISGUISED);
    List<Reading> some = new ArrayList<>();
    for (int i = 0; i < of.size(); i += every) {
      some.add(of.get(i));
    }
    return some;
  }

  /**
   * False alarms on harmless texts that sound harmful: over the review threshold of any category.
   */
  ObjectNode hardNegatives() throws IOException, InterruptedException {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, List<String>> group : HardNegatives.byGroup().entrySet()) {
      List<Reading> readings = trainer.read(HardNegatives.rows(group.getValue()), linear);
      boolean[] byLinear = new boolean[readings.size()];
      boolean[] byBoth = new boolean[readings.size()];
      for (DeepFit fit : fits.values()) {
        @Nullable Threshold threshold = thresholds.of(fit.category());
        Scores scores = scores(fit, readings);
        for (int i = 0; threshold != null && i < byBoth.length; i++) {
          byLinear[i] |= scores.linear[i] >= threshold.review();
          byBoth[i] |= scores.both[i] >= threshold.review();
        }
      }
      all.putObject(group.getKey())
          .put("texts", readings.size())
          .put("linear", count(byLinear))
          .put("both", count(byBoth));
    }
    return all;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  static void interval(ObjectNode node, String name, Interval interval) {
    ObjectNode figure = node.putObject(name);
    if (Double.isNaN(interval.value())) {
      figure.putNull("value");
      return;
    }
    figure
        .put("value", rounded(interval.value()))
        .put("low", rounded(interval.low()))
        .put("high", rounded(interval.high()));
  }

  private static double rounded(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
