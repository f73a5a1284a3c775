package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes an answer about a file as a few lines for people; every word is {@link Plain}. */
final class Block {
  private static final int MOST_EVIDENCE = 8;

  /** Scores below this are left to {@code --json}. */
  private static final double LEAST = 0.05;

  private Block() {}

  static String of(ObjectNode answer) {
    List<String> lines = new ArrayList<>();
    boolean error = answer.has("error");
    lines.add(
        String.format(
            "%-7s %s%s",
            error ? "FAILED" : answer.path("verdict").asText(),
            answer.path("file").asText(),
            error ? "" : "  (" + facts(answer) + ")"));
    if (error) {
      lines.add("  " + answer.at("/error/message").asText());
      lines.add("  " + answer.at("/error/remedy").asText());
    } else {
      scores(answer, lines);
      evidence(answer, lines);
      for (JsonNode note : answer.path("notes")) {
        lines.add(
            "  "
                + note.path("stage").asText()
                + ": "
                + note.path("status").asText().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (note.path("note").asText().isBlank() ? "" : " - " + note.path("note").asText()));
      }
    }
    return String.join("\n", lines.stream().map(Plain::line).toList());
  }

  private static String facts(ObjectNode answer) {
    JsonNode media = answer.path("media");
    if (media.isMissingNode()) {
      return answer.path("kind").asText() + ", " + answer.path("language").asText();
    }
    StringBuilder facts =
        new StringBuilder(media.path("type").asText(answer.path("kind").asText()));
    if (media.path("width").asInt() > 0) {
      facts.append(", ").append(media.path("width")).append('x').append(media.path("height"));
    }
    if (media.path("seconds").asDouble() > 0) {
      facts.append(String.format(Locale.ROOT, ", %.1f s", media.path("seconds").asDouble()));
      facts.append(", ").append(media.path("keyframes")).append(" keyframes");
    }
    return facts.toString();
  }

  private static void scores(ObjectNode answer, List<String> lines) {
    List<String> scores = new ArrayList<>();
    answer
        .path("scores")
        .properties()
        .forEach(
            each -> {
              if (each.getValue().asDouble() >= LEAST) {
                scores.add(
                    String.format(
                        Locale.ROOT, "%s %.2f", each.getKey(), each.getValue().asDouble()));
              }
            });
    if (!scores.isEmpty()) {
      lines.add("  " + String.join(", ", scores));
    }
  }

  private static void evidence(ObjectNode answer, List<String> lines) {
    JsonNode all = answer.path("evidence");
    for (int i = 0; i < Math.min(all.size(), MOST_EVIDENCE); i++) {
      JsonNode each = all.get(i);
      lines.add(
          "  "
              + place(each)
              + "  "
              + each.path("category").asText()
              + "  "
              + each.path("source").asText());
    }
    if (all.size() > MOST_EVIDENCE) {
      lines.add("  and " + (all.size() - MOST_EVIDENCE) + " more (--json lists all)");
    }
  }

  private static String place(JsonNode evidence) {
    return switch (evidence.path("kind").asText()) {
      case "words" ->
          evidence.path("start")
              + ".."
              + evidence.path("end")
              + " \""
              + evidence.path("text").asText()
              + "\"";
      case "frame" -> "frame " + evidence.path("frame") + at(evidence.path("seconds"));
      case "region" -> region(evidence);
      case "seconds" ->
          String.format(
              Locale.ROOT,
              "%.2f..%.2f s %s",
              evidence.path("from").asDouble(),
              evidence.path("to").asDouble(),
              evidence.path("label").asText());
      default -> "somewhere";
    };
  }

  private static String region(JsonNode evidence) {
    String frame =
        evidence.has("frame")
            ? "frame " + evidence.path("frame") + at(evidence.path("seconds")) + " "
            : "";
    List<String> box = new ArrayList<>();
    evidence
        .path("box")
        .properties()
        .forEach(
            each ->
                box.add(
                    String.format(
                        Locale.ROOT, "%s %.2f", each.getKey(), each.getValue().asDouble())));
    return frame + "[" + String.join(", ", box) + "] " + evidence.path("label").asText();
  }

  private static String at(JsonNode seconds) {
    return String.format(Locale.ROOT, " at %.2f s", seconds.asDouble());
  }
}
