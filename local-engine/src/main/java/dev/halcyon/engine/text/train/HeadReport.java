package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.calibration.FeedShare;
import dev.halcyon.engine.calibration.Measures;
import dev.halcyon.engine.calibration.Measures.Interval;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Measures a head on the test rows and writes {@code metrics.json}: every category, also those
 * without data, with intervals. Confined to one thread.
 */
final class HeadReport {
  private static final double[] AT = {0.1, 0.3, 0.5, 0.7, 0.9};

  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final Corpus corpus;
  private final HeadTrainer trainer;
  private final Map<Category, Interval> narrow;

  HeadReport(Corpus corpus, HeadTrainer trainer, Map<Category, Interval> narrow) {
    this.narrow = narrow;
    this.corpus = corpus;
    this.trainer = trainer;
  }

  String write(LinearHead head, long seed, double share, boolean sourceOut)
      throws InterruptedException {
    ObjectNode root = json.createObjectNode();
    root.put("model", head.header().name());
    root.put("version", head.header().version());
    root.put("sha256", head.model().sha256());
    root.put("seed", seed);
    root.put("share_of_rows", share);
    root.put("rows_without_duplicates", corpus.rows().size());
    ObjectNode sources = root.putObject("sources");
    for (String source : head.header().sources()) {
      sources.put(
          source, corpus.rows().stream().filter(row -> row.source().equals(source)).count());
    }
    ObjectNode categories = root.putObject("categories");
    for (Category category : Category.values()) {
      if (category != Category.UNKNOWN) {
        category(head, category, categories.putObject(category.id()), sourceOut);
      }
    }
    try {
      return json.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metrics can always be written", e);
    }
  }

  /** One line for each category of a {@code metrics.json}, for people at a terminal. */
  static String summary(String metrics) {
    StringBuilder table = new StringBuilder();
    try {
      new ObjectMapper()
          .readTree(metrics)
          .path("categories")
          .properties()
          .forEach(
              entry -> {
                JsonNode area = entry.getValue().path("auroc");
                table.append(
                    area.isMissingNode()
                        ? String.format(
                            Locale.ROOT,
                            "%-15s %s%n",
                            entry.getKey(),
                            entry.getValue().path("head").asText())
                        : String.format(
                            Locale.ROOT,
                            "%-15s AUROC %.3f (%.3f to %.3f)%n",
                            entry.getKey(),
                            area.path("value").asDouble(),
                            area.path("low").asDouble(),
                            area.path("high").asDouble()));
              });
      return table.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metrics were written a moment ago", e);
    }
  }

  private void category(LinearHead head, Category category, ObjectNode node, boolean sourceOut)
      throws InterruptedException {
    for (Part part : Part.values()) {
      List<Row> rows = corpus.of(part, category);
      long yes = HeadTrainer.yes(rows, category);
      ObjectNode counts = node.putObject(part.name().toLowerCase(Locale.ROOT));
      counts.put("yes", yes).put("no", rows.size() - yes);
    }
    int index = head.categories().indexOf(category);
    @Nullable Interval tooNarrow = narrow.get(category);
    if (index < 0 && tooNarrow != null) {
      node.put("head", "too narrow");
      interval(node.putObject("other_sources_at_0.5"), tooNarrow);
      return;
    }
    if (index < 0) {
      boolean any =
          corpus.rows().stream().anyMatch(row -> row.labels().getOrDefault(category, false));
      node.put("head", any ? "too little data" : "no data");
      return;
    }
    node.put("head", "trained");
    List<Row> test = corpus.of(Part.TEST, category);
    boolean[] yes = HeadTrainer.labels(test, category);
    double[] decisions = trainer.decisions(head, test, index);
    interval(node.putObject("auroc"), Measures.auroc(decisions, yes));
    ArrayNode table = node.putArray("at");
    for (double threshold : AT) {
      at(head, index, decisions, yes, threshold, table.addObject());
    }
    double inTest = HeadTrainer.yes(test, category) / (double) test.size();
    double assumed = FeedShare.assumed(inTest);
    node.put("assumed_share", rounded(assumed));
    node.put(
        "calibration_error",
        calibrationError(
            head, index, decisions, yes, assumed / inTest, (1 - assumed) / (1 - inTest)));
    interval(node.putObject("other_sources_at_0.5"), trainer.otherSources(head, category, index));
    if (sourceOut) {
      sourceOut(head, category, node.putArray("source_left_out"));
    }
  }

  private static void at(
      LinearHead head,
      int index,
      double[] decisions,
      boolean[] yes,
      double threshold,
      ObjectNode node) {
    int hits = 0;
    int flagged = 0;
    int positives = 0;
    for (int i = 0; i < yes.length; i++) {
      boolean over = head.calibrated(index, decisions[i]) >= threshold;
      flagged += over ? 1 : 0;
      hits += over && yes[i] ? 1 : 0;
      positives += yes[i] ? 1 : 0;
    }
    node.put("score", threshold).put("flagged", flagged);
    interval(node.putObject("precision"), Measures.share(hits, flagged));
    interval(node.putObject("recall"), Measures.share(hits, positives));
    double inTest = (double) positives / yes.length;
    double assumed = FeedShare.assumed(inTest);
    double right = assumed * hits / positives;
    double wrong = (1 - assumed) * (flagged - hits) / (yes.length - positives);
    if (flagged > 0) {
      node.put("precision_at_assumed_share", rounded(right / (right + wrong)));
    }
  }

  /**
   * Expected calibration error over ten equal steps of the score, yes and no rows weighted so that
   * the yes rows make up the assumed share.
   */
  private static double calibrationError(
      LinearHead head,
      int index,
      double[] decisions,
      boolean[] yes,
      double yesWeight,
      double noWeight) {
    double[] score = new double[10];
    double[] hits = new double[10];
    double total = 0;
    for (int i = 0; i < yes.length; i++) {
      double calibrated = head.calibrated(index, decisions[i]);
      int step = Math.min(9, (int) (calibrated * 10));
      double weight = yes[i] ? yesWeight : noWeight;
      score[step] += weight * calibrated;
      hits[step] += yes[i] ? weight : 0;
      total += weight;
    }
    double error = 0;
    for (int step = 0; step < 10; step++) {
      error += Math.abs(score[step] - hits[step]);
    }
    return rounded(error / total);
  }

  /** Trains without each source in turn and ranks that source's rows, all of them unseen. */
  private void sourceOut(LinearHead head, Category category, ArrayNode table)
      throws InterruptedException {
    for (String left : new TreeSet<>(head.header().sources())) {
      List<Row> unseen = new ArrayList<>();
      List<Row> seen = new ArrayList<>();
      for (Row row : corpus.rows()) {
        if (row.labels().containsKey(category)) {
          (row.source().equals(left) ? unseen : seen).add(row);
        }
      }
      long yes = HeadTrainer.yes(unseen, category);
      long seenYes = HeadTrainer.yes(seen, category);
      if (yes < HeadTrainer.FEWEST_HELD_OUT
          || unseen.size() - yes < HeadTrainer.FEWEST_HELD_OUT
          || seenYes < HeadTrainer.FEWEST_TRAIN
          || seen.size() - seenYes < HeadTrainer.FEWEST_TRAIN) {
        continue;
      }
      LinearHead without =
          LinearHead.decode(
              trainer.train(
                  List.of(category),
                  "without-" + left,
                  head.header().seed(),
                  List.of(),
                  row -> !row.source().equals(left)),
              "without " + left);
      ObjectNode node =
          table.addObject().put("source", left).put("yes", yes).put("no", unseen.size() - yes);
      interval(
          node.putObject("auroc"),
          Measures.auroc(
              trainer.decisions(without, unseen, 0), HeadTrainer.labels(unseen, category)));
    }
  }

  private static void interval(ObjectNode node, Interval interval) {
    if (Double.isNaN(interval.value())) {
      node.putNull("value");
      return;
    }
    node.put("value", rounded(interval.value()));
    node.put("low", rounded(interval.low()));
    node.put("high", rounded(interval.high()));
  }

  private static double rounded(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
