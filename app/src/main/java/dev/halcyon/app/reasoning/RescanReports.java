package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.engine.ScanComparison;
import dev.halcyon.engine.ScanComparison.Difference;
import dev.halcyon.engine.ScanComparison.Reason;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Words the engine's comparison of two judgements: figures beside each other, and the reason of
 * each difference with what either side had. Immutable, safe for any thread.
 */
final class RescanReports {
  private final Words words;
  private final ScoreWords scores;
  private final ArgumentComposer composer;

  RescanReports(Words words) {
    this.words = words;
    this.scores = new ScoreWords(words);
    this.composer = new ArgumentComposer(words);
  }

  RescanReport of(LoadedCase loaded, LocalRescan.Answer answer) {
    ScanResult local = answer.local();
    List<Assessment> server = loaded.detail().assessments();
    List<RescanReport.Row> rows =
        ScanComparison.compare(server, local.assessments()).stream()
            .filter(difference -> height(difference) >= ScoreBoard.QUIET_BELOW)
            .sorted(
                Comparator.comparingDouble(Difference::distance)
                    .thenComparingDouble(RescanReports::height)
                    .reversed())
            .map(difference -> row(difference, server, local.assessments()))
            .toList();
    long differ = rows.stream().filter(RescanReport.Row::differs).count();
    return new RescanReport(summary(local, differ), conditions(answer), rows, failures(local));
  }

  private static double height(Difference difference) {
    return Math.max(
        Objects.requireNonNullElse(difference.serverScore(), 0.0),
        Objects.requireNonNullElse(difference.localScore(), 0.0));
  }

  private String summary(ScanResult local, long differ) {
    CategoryScore top = local.scores().stream().min(CategoryScore.HIGHEST_FIRST).orElse(null);
    String verdict = words.name(local.verdict());
    return top == null
        ? words.say("rescan.summary_none", verdict, differ)
        : words.say("rescan.summary", verdict, scores.say(top), differ);
  }

  private String conditions(LocalRescan.Answer answer) {
    String sandbox = answer.sandbox();
    return words.say(
        "rescan.conditions",
        composer.policy(answer.local().rationale().policy()),
        answer.took().toMillis() / 1000.0,
        sandbox.isBlank() || sandbox.equals("none")
            ? words.say("rescan.no_sandbox")
            : words.say("rescan.sandbox", sandbox));
  }

  private List<StageNote> failures(ScanResult local) {
    List<StageNote> failures = new ArrayList<>();
    for (Assessment assessment : local.assessments()) {
      if (assessment.status() != AssessmentStatus.OK) {
        failures.add(composer.silence(assessment));
      }
    }
    if (!local.complete()) {
      failures.add(new StageNote(words.say("rescan.incomplete"), ""));
    }
    return failures;
  }

  private RescanReport.Row row(
      Difference difference, List<Assessment> server, List<Assessment> local) {
    Assessment there = last(server, difference.stage());
    Assessment here = last(local, difference.stage());
    String left = figure(difference.serverScore(), there);
    String right = figure(difference.localScore(), here);
    boolean differs = !left.equals(right);
    return new RescanReport.Row(
        scores.stage(difference.stage()),
        words.name(difference.category()),
        left,
        right,
        differs ? reasons(difference, there, here) : "",
        differs);
  }

  private String reasons(
      Difference difference, @Nullable Assessment there, @Nullable Assessment here) {
    if (there != null && here != null && here.tier() == Tier.FUSION) {
      // The comparison names what the scores below it had; those rows say it with their figures.
      return words.say("rescan.why.fusion");
    }
    return difference.reasons().stream()
        .map(reason -> reason(reason, there, here))
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static @Nullable Assessment last(List<Assessment> assessments, String stage) {
    return assessments.reversed().stream()
        .filter(assessment -> assessment.stage().equals(stage))
        .findFirst()
        .orElse(null);
  }

  private String figure(@Nullable Double score, @Nullable Assessment assessment) {
    if (score != null) {
      return scores.figure(score);
    }
    if (assessment == null) {
      return words.say("rescan.not_run");
    }
    return switch (assessment.status()) {
      case OK, UNKNOWN -> words.say("rescan.dash");
      case NOT_SUPPORTED -> words.say("rescan.not_supported");
      case FAILED -> words.say("rescan.failed");
      case TIMED_OUT -> words.say("rescan.timed_out");
    };
  }

  private String reason(Reason reason, @Nullable Assessment there, @Nullable Assessment here) {
    boolean both = there != null && here != null;
    return switch (reason) {
      case MODEL_VERSION ->
          both && !there.model().version().equals(here.model().version())
              ? words.say("rescan.why.model", there.model().version(), here.model().version())
              : words.say("rescan.why.model_file");
      case POLICY_VERSION ->
          both && there.policy().version() != here.policy().version()
              ? words.say(
                  "rescan.why.policy",
                  String.valueOf(there.policy().version()),
                  String.valueOf(here.policy().version()))
              : words.say("rescan.why.policy_overlay");
      case INPUT -> words.say("rescan.why.input");
      case PROVIDER ->
          both
              ? words.say("rescan.why.provider", there.model().provider(), here.model().provider())
              : "";
      case ONLY_SERVER -> words.say("rescan.why.only_server");
      case ONLY_LOCAL -> words.say("rescan.why.only_local");
      case SAME -> "";
    };
  }
}
