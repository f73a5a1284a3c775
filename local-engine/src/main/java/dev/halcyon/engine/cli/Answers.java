package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Wire;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes what the engine said as the JSON that the commands answer. Stateless. */
final class Answers {
  /** A quoted span is cut here; its offsets are not. */
  private static final int LONGEST_QUOTE = 500;

  private Answers() {}

  static ObjectNode object() {
    return Wire.mapper().createObjectNode();
  }

  /** Adds scores, verdict, evidence and what else was said to an answer. */
  static void add(ObjectNode answer, ScanResult result, String text) {
    answer.set("scores", scores(result.scores()));
    answer.put("verdict", result.verdict().name());
    ArrayNode evidence = answer.putArray("evidence");
    for (Assessment assessment : result.assessments()) {
      for (Evidence each : assessment.evidence()) {
        evidence.add(evidence(each, assessment.stage(), text, result));
      }
    }
    answer.put("language", result.language());
    answer.put("complete", assessedWhole(result));
    ArrayNode notes = answer.putArray("notes");
    for (Assessment assessment : result.assessments()) {
      if (assessment.status() != AssessmentStatus.OK || !assessment.note().isBlank()) {
        notes
            .addObject()
            .put("stage", assessment.stage())
            .put("status", assessment.status().name())
            .put("note", assessment.note());
      }
    }
    List<String> calibrations =
        result.assessments().stream()
            .map(each -> each.model().calibration())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (!calibrations.isEmpty()) {
      answer.set("calibrations", Wire.mapper().valueToTree(calibrations));
    }
    var policy = result.rationale().policy();
    answer.putObject("policy").put("id", policy.id()).put("version", policy.version());
  }

  /** Facts of a media part, without its frames. */
  static ObjectNode media(MediaInfo info) {
    ObjectNode media = object();
    media.put("type", info.detectedType());
    media.put("width", info.width()).put("height", info.height());
    media.put("seconds", info.seconds()).put("sound", info.hasSound());
    media.put("keyframes", info.keyframes().size());
    @Nullable Problem problem = info.problem();
    if (problem != null) {
      media.set("problem", problem(problem));
    }
    return media;
  }

  static ObjectNode problem(Problem problem) {
    return object()
        .put("code", problem.code())
        .put("message", problem.message())
        .put("remedy", problem.remedy());
  }

  /**
   * Whether everything that should have been looked at was. A language that no model knows is an
   * answer (the rules did read the text); media that nothing listened to or looked at is not.
   */
  static boolean assessedWhole(ScanResult result) {
    return result.complete()
        && result.assessments().stream().allMatch(Answers::spoke)
        && result.media().stream().allMatch(each -> each.info().problem() == null);
  }

  private static boolean spoke(Assessment assessment) {
    return switch (assessment.status()) {
      case OK -> true;
      case NOT_SUPPORTED -> assessment.stage().startsWith("text.");
      case FAILED, TIMED_OUT, UNKNOWN -> false;
    };
  }

  static ObjectNode scores(List<CategoryScore> scores) {
    ObjectNode all = object();
    for (CategoryScore each : scores) {
      all.put(each.category().id(), each.score());
    }
    return all;
  }

  private static ObjectNode evidence(
      Evidence evidence, String stage, String text, ScanResult result) {
    ObjectNode node = Wire.mapper().valueToTree(evidence);
    // There is one media part, named by the answer itself.
    node.remove("mediaId");
    node.put("stage", stage);
    switch (evidence) {
      case Evidence.Words words -> node.put("text", quote(text, words.start(), words.end()));
      case Evidence.Frame frame -> {
        node.remove("atSeconds");
        node.put("seconds", frame.atSeconds());
      }
      case Evidence.Region region -> {
        @Nullable Integer frame = region.frame();
        if (frame != null) {
          node.put("seconds", secondsOf(frame, result));
        }
      }
      case Evidence.Seconds seconds -> {}
      case Evidence.Unrecognised other -> {}
    }
    return node;
  }

  private static double secondsOf(int frame, ScanResult result) {
    return result.media().stream()
        .flatMap(each -> each.info().keyframes().stream())
        .filter(each -> each.index() == frame)
        .mapToDouble(Keyframe::atSeconds)
        .findFirst()
        .orElse(0);
  }

  private static String quote(String text, int start, int end) {
    int from = Math.clamp(start, 0, text.length());
    int to = Math.clamp(Math.min(end, from + LONGEST_QUOTE), from, text.length());
    return text.substring(from, to);
  }
}
