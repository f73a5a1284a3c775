package dev.halcyon.engine;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays what the server said of an item beside what this machine says, stage by stage and category
 * by category, and names why two scores differ. Stateless.
 */
public final class ScanComparison {
  /** Scores closer than this are the same: two machines may round sums differently. */
  public static final double SAME_WITHIN = 1e-6;

  private ScanComparison() {}

  /** Why a local score is not the server's. */
  public enum Reason {
    /** Another version, or another file, of the model ran. */
    MODEL_VERSION,
    /** Another version or overlay of the policy applied: its rules or stages differ. */
    POLICY_VERSION,
    /** The stage read something else: the content, its declared language or its surface. */
    INPUT,
    /** Another processor ran the same model: a GPU and a CPU do not add in the same order. */
    PROVIDER,
    /** Only the server's stage spoke. */
    ONLY_SERVER,
    /** Only this machine's stage spoke. */
    ONLY_LOCAL,
    /** The scores are the same. */
    SAME
  }

  /**
   * One category as one stage saw it on both machines.
   *
   * @param serverScore null when the server's stage did not score it
   * @param localScore null when the local stage did not score it
   * @param reasons never empty; what differs between the two, in the order of {@link Reason}
   */
  public record Difference(
      String stage,
      Category category,
      @Nullable Double serverScore,
      @Nullable Double localScore,
      Set<Reason> reasons) {
    public Difference {
      reasons = Collections.unmodifiableSet(EnumSet.copyOf(reasons));
    }

    /** How far apart the two are; a side that did not score counts as 0. */
    public double distance() {
      double server = serverScore == null ? 0 : serverScore;
      double local = localScore == null ? 0 : localScore;
      return Math.abs(server - local);
    }
  }

  /**
   * Compares two runs of the cascade.
   *
   * @param server the server's assessments; of several by one stage the last counts
   * @return by stage in cascade order, within a stage the widest difference first
   */
  public static List<Difference> compare(List<Assessment> server, List<Assessment> local) {
    Map<String, Pair> stages = new LinkedHashMap<>();
    for (Assessment assessment : server) {
      stages.put(assessment.stage(), new Pair(assessment, null));
    }
    for (Assessment assessment : local) {
      Pair met = stages.getOrDefault(assessment.stage(), new Pair(null, null));
      stages.put(assessment.stage(), new Pair(met.server, assessment));
    }
    List<Difference> differences = new ArrayList<>();
    stages.forEach(
        (stage, pair) -> {
          List<Difference> ofStage = ofStage(stage, pair);
          ofStage.sort(
              Comparator.comparingDouble(Difference::distance)
                  .reversed()
                  .thenComparing(Difference::category));
          differences.addAll(ofStage);
        });
    return differences.stream()
        .map(each -> stages.get(each.stage()).fuses() ? explained(each, differences) : each)
        .toList();
  }

  /** A fused score differs for the reasons for which the scores it was made of differ. */
  private static Difference explained(Difference fused, List<Difference> all) {
    if (fused.reasons().contains(Reason.SAME)) {
      return fused;
    }
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    for (Difference other : all) {
      if (!other.stage().equals(fused.stage()) && other.category() == fused.category()) {
        reasons.addAll(other.reasons());
      }
    }
    reasons.remove(Reason.SAME);
    return reasons.isEmpty()
        ? fused
        : new Difference(
            fused.stage(), fused.category(), fused.serverScore(), fused.localScore(), reasons);
  }

  private static List<Difference> ofStage(String stage, Pair pair) {
    Map<Category, Double> server = scores(pair.server);
    Map<Category, Double> local = scores(pair.local);
    Set<Category> categories = EnumSet.noneOf(Category.class);
    categories.addAll(server.keySet());
    categories.addAll(local.keySet());
    List<Difference> differences = new ArrayList<>();
    for (Category category : categories) {
      @Nullable Double before = server.get(category);
      @Nullable Double now = local.get(category);
      differences.add(new Difference(stage, category, before, now, reasons(pair, before, now)));
    }
    return differences;
  }

  private static Map<Category, Double> scores(@Nullable Assessment assessment) {
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    if (assessment != null && assessment.status() == AssessmentStatus.OK) {
      for (CategoryScore score : assessment.scores()) {
        scores.put(score.category(), score.score());
      }
    }
    return scores;
  }

  private static Set<Reason> reasons(Pair pair, @Nullable Double before, @Nullable Double now) {
    if (before != null && now != null && Math.abs(before - now) <= SAME_WITHIN) {
      return EnumSet.of(Reason.SAME);
    }
    @Nullable Assessment server = pair.server;
    @Nullable Assessment local = pair.local;
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    if (now == null) {
      reasons.add(Reason.ONLY_SERVER);
    }
    if (before == null) {
      reasons.add(Reason.ONLY_LOCAL);
    }
    if (server != null && local != null) {
      differing(server, local, reasons);
    }
    return reasons;
  }

  private static void differing(Assessment server, Assessment local, Set<Reason> reasons) {
    if (!server.model().name().equals(local.model().name())
        || !server.model().version().equals(local.model().version())
        || !server.model().sha256().equals(local.model().sha256())) {
      reasons.add(Reason.MODEL_VERSION);
    }
    if (!server.policy().equals(local.policy())) {
      reasons.add(Reason.POLICY_VERSION);
    }
    if (!server.inputHash().equals(local.inputHash())) {
      reasons.add(Reason.INPUT);
    }
    if (!server.model().provider().equals(local.model().provider())) {
      reasons.add(Reason.PROVIDER);
    }
    if (reasons.isEmpty()) {
      // The hash covers the content alone: the declared language or the place was another.
      reasons.add(Reason.INPUT);
    }
  }

  private record Pair(@Nullable Assessment server, @Nullable Assessment local) {
    boolean fuses() {
      return (server != null && server.tier() == Tier.FUSION)
          || (local != null && local.tier() == Tier.FUSION);
    }
  }
}
