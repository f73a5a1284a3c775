package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.engine.text.train.DeepReport.Scores;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What a policy would get at other review thresholds than it names: recall, false alarms and load
 * on the held-out fifth, and the share of harmless snippets of one to three words that alarm.
 * Either tier may raise an item, so the higher of both is told too. Confined to one thread.
 */
final class ThresholdReport {
  private static final double[] AT = {0.08, 0.10, 0.12, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.50};

  /** Where little is known and much depends on it, so that policies differ about the threshold. */
  static final List<Category> CATEGORIES =
      List.of(Category.CHILD_SAFETY, Category.SELF_HARM, Category.VIOLENCE, Category.SEXUAL);

  private static final int SNIPPETS = 1_000;
  private static final int LONGEST = 3;

  private final DeepTrainer trainer;
  private final List<List<Reading>> snippets;

  private ThresholdReport(DeepTrainer trainer, List<List<Reading>> snippets) {
    this.trainer = trainer;
    this.snippets = snippets;
  }

  /** Reads snippets of held-out ordinary texts, none of which training saw. */
  static ThresholdReport of(Corpus corpus, DeepTrainer trainer, LinearHead linear, long seed)
      throws IOException, InterruptedException {
    List<List<Reading>> snippets = new ArrayList<>();
    for (int length = 1; length <= LONGEST; length++) {
      List<String> runs =
          Snippets.runs(corpus.ordinary(Part.TEST), length, SNIPPETS, seed).stream()
              .filter(run -> run.chars().anyMatch(Character::isLetter))
              .distinct()
              .toList();
      snippets.add(trainer.read(HardNegatives.rows(runs), linear));
    }
    return new ThresholdReport(trainer, List.copyOf(snippets));
  }

  /** One node for each threshold. */
  ArrayNode table(
      Category category, boolean[] yes, Scores known, Function<List<Reading>, Scores> scores) {
    Scores everywhere = scores.apply(trainer.test());
    Scores posts = scores.apply(posts(category));
    List<Scores> brief = snippets.stream().map(scores).toList();
    ArrayNode table = JsonNodeFactory.instance.arrayNode();
    for (double at : AT) {
      ObjectNode node = table.addObject().put("score", at);
      tier(node.putObject("linear"), at, yes, Scores::linear, known, everywhere, brief, posts);
      tier(node.putObject("both"), at, yes, Scores::both, known, everywhere, brief, posts);
      tier(node.putObject("either"), at, yes, Scores::higher, known, everywhere, brief, posts);
    }
    return table;
  }

  private static void tier(
      ObjectNode node,
      double at,
      boolean[] yes,
      Function<Scores, double[]> of,
      Scores known,
      Scores everywhere,
      List<Scores> snippets,
      Scores posts) {
    DeepReport.at(at, of.apply(known), yes, of.apply(everywhere), node);
    ArrayNode shares = node.putArray("snippets");
    for (Scores each : snippets) {
      double[] all = of.apply(each);
      shares.add(Math.rint(10_000.0 * over(all, at) / Math.max(1, all.length)) / 10_000);
    }
    double[] written = of.apply(posts);
    node.putObject("posts").put("texts", written.length).put("over", over(written, at));
  }

  private static long over(double[] scores, double at) {
    return Arrays.stream(scores).filter(score -> score >= at).count();
  }

  /**
   * Posts made of templates that training did not see, though calibration did: what people in need
   * or anger write, of which the collections hold nothing.
   */
  private List<Reading> posts(Category category) {
    return trainer.heldOut(Part.CALIBRATE, category).stream()
        .filter(each -> each.row().source().equals(Templates.SOURCE))
        .filter(each -> each.row().labels().get(category))
        .toList();
  }
}
