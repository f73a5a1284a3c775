package dev.halcyon.engine.judge;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Composes the argument for a verdict out of rules, scores, evidence and clauses, without a
 * language model. It holds references and figures; the workbench puts them into words. Stateless.
 */
public final class LocalRationale {
  private LocalRationale() {}

  /**
   * The argument for a finished cascade.
   *
   * @param assessments in cascade order, the fusion last
   */
  public static Rationale compose(ScanRequest request, List<Assessment> assessments, Instant at) {
    Assessment fusion = assessments.getLast();
    ResolvedPolicy policy = request.policy();
    @Nullable Category leading = leading(fusion, assessments, policy);
    @Nullable Clause clause = leading == null ? null : clause(leading, assessments, policy);
    double confidence = 0;
    for (CategoryScore score : fusion.scores()) {
      confidence = score.category() == leading ? score.score() : confidence;
    }
    return new Rationale(
        UuidCreator.getTimeOrderedEpoch(),
        RationaleSource.LOCAL,
        fusion.verdict(),
        leading,
        clause,
        confidence,
        new RationaleSteps(request, leading).of(assessments),
        clause == null ? List.of() : clause.exceptions(),
        policy.ref(),
        assessments.stream().map(Assessment::id).toList(),
        at);
  }

  /**
   * The category the argument is about: that of the sternest rule that matched, else the one whose
   * fused score stands highest over its review threshold. Null when nothing came near.
   */
  private static @Nullable Category leading(
      Assessment fusion, List<Assessment> assessments, ResolvedPolicy policy) {
    @Nullable Category best = null;
    double bestRank = 1;
    for (CategoryScore score : fusion.scores()) {
      @Nullable Threshold threshold = score.threshold();
      if (threshold != null && threshold.review() > 0) {
        double rank = rank(score.score(), threshold);
        if (rank >= bestRank) {
          best = rank > bestRank || best == null ? score.category() : best;
          bestRank = rank;
        }
      }
    }
    @Nullable PolicyRule rule = sternest(assessments, policy, null);
    boolean ruleDecides =
        rule != null
            && rule.verdict() != Verdict.ALLOW
            && (best == null
                || rule.verdict() == Verdict.BLOCK && fusion.verdict() == Verdict.BLOCK);
    return ruleDecides && rule != null ? rule.category() : best;
  }

  /** 1 at the review threshold, 2 at the block threshold, 3 at certainty. */
  private static double rank(double score, Threshold threshold) {
    if (score < threshold.review()) {
      return score / threshold.review();
    }
    double room = threshold.block() - threshold.review();
    if (score < threshold.block()) {
      return 1 + (score - threshold.review()) / room;
    }
    return 2 + (threshold.block() >= 1 ? 1 : (score - threshold.block()) / (1 - threshold.block()));
  }

  private static @Nullable Clause clause(
      Category leading, List<Assessment> assessments, ResolvedPolicy policy) {
    @Nullable PolicyRule rule = sternest(assessments, policy, leading);
    @Nullable Clause named = rule == null ? null : policy.clause(rule.clause());
    if (named != null) {
      return named;
    }
    for (Assessment assessment : assessments) {
      for (Evidence evidence : assessment.evidence()) {
        for (BankSpec bank : policy.banks()) {
          boolean matched = evidence.source().equals("bank:" + bank.id());
          @Nullable Clause of = matched ? policy.clause(bank.clause()) : null;
          if (of != null && of.category() == leading) {
            return of;
          }
        }
      }
    }
    @Nullable CategoryPolicy category = policy.category(leading);
    return category == null || category.clauses().isEmpty() ? null : category.clauses().getFirst();
  }

  /** The rule with the sternest verdict, then the highest score, among those that matched. */
  private static @Nullable PolicyRule sternest(
      List<Assessment> assessments, ResolvedPolicy policy, @Nullable Category only) {
    @Nullable PolicyRule best = null;
    for (Assessment assessment : assessments) {
      if (assessment.tier() != Tier.RULES) {
        continue;
      }
      for (Evidence evidence : assessment.evidence()) {
        @Nullable PolicyRule rule = rule(policy, evidence.source());
        if (rule != null && (only == null || rule.category() == only) && beats(rule, best)) {
          best = rule;
        }
      }
    }
    return best;
  }

  private static boolean beats(PolicyRule rule, @Nullable PolicyRule best) {
    if (best == null) {
      return true;
    }
    int sterner = rule.verdict().compareTo(best.verdict());
    boolean certain = rule.kind() == RuleKind.FINGERPRINT && best.kind() != RuleKind.FINGERPRINT;
    return sterner > 0
        || sterner == 0
            && (certain || rule.score() > best.score() && best.kind() != RuleKind.FINGERPRINT);
  }

  static @Nullable PolicyRule rule(ResolvedPolicy policy, String source) {
    if (source.startsWith("rule:")) {
      for (PolicyRule rule : policy.rules()) {
        if (source.length() == 5 + rule.id().length() && source.endsWith(rule.id())) {
          return rule;
        }
      }
    }
    return null;
  }
}
