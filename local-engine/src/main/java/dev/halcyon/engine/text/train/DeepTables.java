package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Writes the metrics of the deep tier as tables for people (Markdown). Stateless. */
final class DeepTables {
  private DeepTables() {}

  static String of(JsonNode metrics) {
    StringBuilder out = new StringBuilder();
    ranking(metrics, out);
    review(metrics, out);
    otherThresholds(metrics, out);
    disguised(metrics, out);
    sourceOut(metrics, out);
    hardNegatives(metrics, out);
    reliability(metrics, out);
    return out.toString();
  }

  private static void ranking(JsonNode metrics, StringBuilder out) {
    out.append("### Ranking on the held-out fifth\n\n");
    head(
        out,
        "category",
        "yes / no tested on",
        "AUROC linear",
        "AUROC encoder",
        "AUROC both",
        "gain over linear, points",
        "lost by taking the higher of linear and both, points",
        "average precision linear",
        "average precision both");
    for (Map.Entry<String, JsonNode> entry : metrics.path("categories").properties()) {
      JsonNode node = entry.getValue();
      String counts = node.at("/test/yes").asText() + " / " + node.at("/test/no").asText();
      if (!node.path("head").asText().equals("trained")) {
        row(out, entry.getKey(), counts, node.path("head").asText(), "", "", "", "", "", "");
        continue;
      }
      row(
          out,
          entry.getKey(),
          counts,
          figure(node.at("/auroc/linear")),
          figure(node.at("/auroc/encoder")),
          figure(node.at("/auroc/both")),
          points(node.at("/auroc/gain")),
          points(node.at("/auroc/lost_by_higher")),
          figure(node.at("/average_precision/linear")),
          figure(node.at("/average_precision/both")));
    }
  }

  private static void review(JsonNode metrics, StringBuilder out) {
    out.append("\n### At the review thresholds of policy 4\n\n");
    head(
        out,
        "category",
        "review from",
        "recall linear",
        "recall both",
        "false alarms linear",
        "false alarms both",
        "load linear",
        "load both",
        "calibration error linear / both");
    for (Map.Entry<String, JsonNode> entry : metrics.path("categories").properties()) {
      JsonNode at = entry.getValue().path("at_review");
      if (at.isMissingNode()) {
        row(
            out,
            entry.getKey(),
            entry.getValue().path("head").asText(),
            "",
            "",
            "",
            "",
            "",
            "",
            "");
        continue;
      }
      row(
          out,
          entry.getKey(),
          at.path("score").asText(),
          figure(at.at("/linear/recall")),
          figure(at.at("/both/recall")),
          percent(at.at("/linear/false_alarms")),
          percent(at.at("/both/false_alarms")),
          percent(at.at("/linear/load")),
          percent(at.at("/both/load")),
          String.format(
              Locale.ROOT,
              "%.3f / %.3f",
              entry.getValue().at("/reliability/error_linear").asDouble(),
              entry.getValue().at("/reliability/error_both").asDouble()));
    }
  }

  private static void otherThresholds(JsonNode metrics, StringBuilder out) {
    out.append("\n### What other review thresholds would give\n\n");
    head(
        out,
        "category",
        "review from",
        "recall linear",
        "recall both",
        "recall, either",
        "of posts that we wrote, either",
        "load linear",
        "load both",
        "load, either",
        "snippets of 1 · 2 · 3 words, linear",
        "both");
    for (Map.Entry<String, JsonNode> entry : metrics.path("categories").properties()) {
      for (JsonNode at : entry.getValue().path("at")) {
        row(
            out,
            entry.getKey(),
            at.path("score").asText(),
            figure(at.at("/linear/recall")),
            figure(at.at("/both/recall")),
            figure(at.at("/either/recall")),
            at.at("/either/posts/over").asText() + " of " + at.at("/either/posts/texts").asText(),
            percent(at.at("/linear/load")),
            percent(at.at("/both/load")),
            percent(at.at("/either/load")),
            snippets(at.at("/linear/snippets")),
            snippets(at.at("/both/snippets")));
      }
    }
  }

  private static String snippets(JsonNode shares) {
    StringBuilder cell = new StringBuilder();
    for (JsonNode share : shares) {
      cell.append(cell.isEmpty() ? "" : " · ")
          .append(String.format(Locale.ROOT, "%.1f", 100 * share.asDouble()));
    }
    return cell.append(" %").toString();
  }

  private static void disguised(JsonNode metrics, StringBuilder out) {
    out.append("\n### Plain and disguised\n\n");
    head(
        out,
        "category",
        "texts",
        "linear plain",
        "linear disguised",
        "both plain",
        "both disguised",
        "lost by both, points");
    for (Map.Entry<String, JsonNode> entry : metrics.path("categories").properties()) {
      JsonNode node = entry.getValue().path("disguised");
      if (!node.isMissingNode()) {
        row(
            out,
            entry.getKey(),
            node.path("texts").asText(),
            figure(node.path("linear_before")),
            figure(node.path("linear_after")),
            figure(node.path("both_before")),
            figure(node.path("both_after")),
            points(node.path("lost")));
      }
    }
  }

  private static void sourceOut(JsonNode metrics, StringBuilder out) {
    if (metrics.path("source_left_out").isEmpty()) {
      return;
    }
    out.append("\n### Each source left out\n\n");
    head(out, "category", "source left out", "yes / no", "linear", "both", "gain, points");
    for (JsonNode node : metrics.path("source_left_out")) {
      row(
          out,
          node.path("category").asText(),
          node.path("source").asText(),
          node.path("yes").asText() + " / " + node.path("no").asText(),
          figure(node.path("linear")),
          figure(node.path("both")),
          points(node.path("gain")));
    }
  }

  private static void hardNegatives(JsonNode metrics, StringBuilder out) {
    out.append("\n### False alarms on harmless texts that sound harmful\n\n");
    head(out, "group", "texts", "linear", "both");
    for (Map.Entry<String, JsonNode> entry : metrics.path("hard_negatives").properties()) {
      row(
          out,
          entry.getKey().replace('_', ' '),
          entry.getValue().path("texts").asText(),
          entry.getValue().path("linear").asText(),
          entry.getValue().path("both").asText());
    }
  }

  private static void reliability(JsonNode metrics, StringBuilder out) {
    out.append("\n### Reliability of both together\n\n");
    head(out, "category", "scores from", "texts", "mean score", "share of yes, weighted");
    for (Map.Entry<String, JsonNode> entry : metrics.path("categories").properties()) {
      for (JsonNode step : entry.getValue().at("/reliability/both")) {
        row(
            out,
            entry.getKey(),
            step.path("from").asText(),
            step.path("texts").asText(),
            String.format(Locale.ROOT, "%.2f", step.path("mean_score").asDouble()),
            String.format(Locale.ROOT, "%.2f", step.path("share").asDouble()));
      }
    }
  }

  private static void head(StringBuilder out, String... columns) {
    row(out, columns);
    out.append("|").append(" --- |".repeat(columns.length)).append('\n');
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String figure(JsonNode interval) {
    return written(interval, "%.2f", 1);
  }

  private static String points(JsonNode interval) {
    return written(interval, "%+.1f", 100);
  }

  private static String percent(JsonNode interval) {
    return interval.path("value").isNumber()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * interval.path("value").asDouble())
        : "no data";
  }

  private static String written(JsonNode interval, String format, double times) {
    return interval.path("value").isNumber()
        ? String.format(
            Locale.ROOT,
            format + " (" + format + " to " + format + ")",
            times * interval.path("value").asDouble(),
            times * interval.path("low").asDouble(),
            times * interval.path("high").asDouble())
        : "no data";
  }
}
