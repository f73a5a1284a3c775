package dev.halcyon.app;

import dev.halcyon.app.reasoning.LocalRescan.Pair;
import dev.halcyon.app.reasoning.LocalRescan.Reason;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets two sides' assessments beside each other, stage by stage and category by category, and names
 * what was different in how they were made. Pure and safe for any thread.
 */
final class Comparison {
  /** Scores closer than this are the same on screen, which shows two decimals. */
  private static final double SAME = 0.005;

  private Comparison() {}

  /** Pairs that differ first, the larger difference before the smaller; then the highest scores. */
  static List<Pair> of(List<Assessment> server, List<Assessment> local) {
    Map<String, Assessment> there = byStage(server);
    Map<String, Assessment> here = byStage(local);
    Set<String> stages = new LinkedHashSet<>(there.keySet());
    stages.addAll(here.keySet());
    List<Pair> pairs = new ArrayList<>();
    for (String stage : stages) {
      pairs.addAll(stage(stage, there.get(stage), here.get(stage)));
    }
    pairs.sort(
        Comparator.comparing((Pair pair) -> pair.reasons().isEmpty())
            .thenComparing(Comparator.comparingDouble(Comparison::distance).reversed())
            .thenComparing(Comparator.comparingDouble(Comparison::height).reversed()));
    return pairs;
  }

  private static Map<String, Assessment> byStage(List<Assessment> assessments) {
    Map<String, Assessment> stages = new LinkedHashMap<>();
    assessments.forEach(
        one -> stages.merge(one.stage(), one, (a, b) -> b.at().isBefore(a.at()) ? a : b));
    return stages;
  }

  private static List<Pair> stage(
      String stage, @Nullable Assessment server, @Nullable Assessment local) {
    AssessmentStatus there = server == null ? AssessmentStatus.UNKNOWN : server.status();
    AssessmentStatus here = local == null ? AssessmentStatus.UNKNOWN : local.status();
    List<Pair> pairs = new ArrayList<>();
    Map<Category, Double> serverScores = scores(server);
    Map<Category, Double> localScores = scores(local);
    Set<Category> categories = new LinkedHashSet<>(serverScores.keySet());
    categories.addAll(localScores.keySet());
    for (Category category : categories) {
      Double left = serverScores.get(category);
      Double right = localScores.get(category);
      boolean same = left != null && right != null && Math.abs(left - right) < SAME;
      if (Math.max(left == null ? 0 : left, right == null ? 0 : right) < 0.05) {
        continue;
      }
      pairs.add(
          new Pair(
              stage,
              category,
              left,
              right,
              there,
              here,
              same ? List.of() : reasons(server, local)));
    }
    if (pairs.isEmpty() && there != here) {
      pairs.add(new Pair(stage, null, null, null, there, here, reasons(server, local)));
    }
    return pairs;
  }

  private static Map<Category, Double> scores(@Nullable Assessment assessment) {
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    if (assessment != null && assessment.status() == AssessmentStatus.OK) {
      for (CategoryScore score : assessment.scores()) {
        scores.merge(score.category(), score.score(), Math::max);
      }
    }
    return scores;
  }

  private static List<Reason> reasons(@Nullable Assessment server, @Nullable Assessment local) {
    if (server == null || local == null) {
      return List.of(new Reason(Reason.Kind.STATUS, status(server), status(local)));
    }
    List<Reason> reasons = new ArrayList<>();
    if (server.status() != local.status()) {
      reasons.add(new Reason(Reason.Kind.STATUS, server.status().name(), local.status().name()));
    }
    if (!server.model().version().equals(local.model().version())) {
      reasons.add(
          new Reason(Reason.Kind.MODEL_VERSION, server.model().version(), local.model().version()));
    }
    if (!server.policy().equals(local.policy())) {
      reasons.add(
          new Reason(
              Reason.Kind.POLICY_VERSION,
              String.valueOf(server.policy().version()),
              String.valueOf(local.policy().version())));
    }
    if (!server.inputHash().equals(local.inputHash())) {
      reasons.add(new Reason(Reason.Kind.INPUT, "", ""));
    }
    return reasons.isEmpty() ? List.of(new Reason(Reason.Kind.ROUNDING, "", "")) : reasons;
  }

  private static String status(@Nullable Assessment assessment) {
    return (assessment == null ? AssessmentStatus.UNKNOWN : assessment.status()).name();
  }

  private static double distance(Pair pair) {
    Double left = pair.server();
    Double right = pair.local();
    return left == null || right == null ? 1 : Math.abs(left - right);
  }

  private static double height(Pair pair) {
    Double left = pair.server();
    Double right = pair.local();
    return Math.max(left == null ? 0 : left, right == null ? 0 : right);
  }
}
