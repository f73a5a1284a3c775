package dev.halcyon.engine.judge;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbered steps of an argument: rules first, then scores over their thresholds, then what
 * could not be looked at or judged, then people's reports and earlier decisions. Confined to one
 * thread.
 */
final class RationaleSteps {
  private static final int MOST_SIMILAR = 3;

  private final ScanRequest request;
  private final @Nullable Category leading;
  private final List<RationaleStep> steps = new ArrayList<>();

  RationaleSteps(ScanRequest request, @Nullable Category leading) {
    this.request = request;
    this.leading = leading;
  }

  List<RationaleStep> of(List<Assessment> assessments) {
    List<Assessment> stages =
        assessments.stream().filter(each -> each.tier() != Tier.FUSION).toList();
    stages.forEach(this::rules);
    stages.forEach(this::banks);
    stages.forEach(this::scores);
    stages.forEach(this::silence);
    if (request.reports() > 0) {
      add(
          StepKind.REPORTED,
          leading,
          "reports",
          null,
          "",
          String.valueOf(request.reports()),
          List.of());
    }
    for (PastDecision decided :
        request.similar().subList(0, Math.min(MOST_SIMILAR, request.similar().size()))) {
      similar(decided);
    }
    return List.copyOf(steps);
  }

  private void rules(Assessment assessment) {
    Map<String, List<Evidence>> byRule = new LinkedHashMap<>();
    for (Evidence evidence : assessment.evidence()) {
      if (evidence.source().startsWith("rule:")) {
        byRule.computeIfAbsent(evidence.source(), key -> new ArrayList<>()).add(evidence);
      }
    }
    ResolvedPolicy policy = request.policy();
    List<PolicyRule> matched = new ArrayList<>();
    for (String source : byRule.keySet()) {
      @Nullable PolicyRule rule = LocalRationale.rule(policy, source);
      if (rule != null) {
        matched.add(rule);
      }
    }
    // What the argument is about comes first, then the sterner rule, then the surer one.
    matched.sort(
        java.util.Comparator.comparing((PolicyRule rule) -> rule.category() != leading)
            .thenComparing(PolicyRule::verdict, java.util.Comparator.reverseOrder())
            .thenComparing(PolicyRule::score, java.util.Comparator.reverseOrder()));
    for (PolicyRule rule : matched) {
      add(
          StepKind.RULE_MATCHED,
          rule.category(),
          assessment.stage(),
          score(assessment, rule.category()),
          rule.id(),
          rule.title(),
          byRule.getOrDefault("rule:" + rule.id(), List.of()));
    }
  }

  private void banks(Assessment assessment) {
    Map<String, List<Evidence>> byBank = new LinkedHashMap<>();
    for (Evidence evidence : assessment.evidence()) {
      if (evidence.source().startsWith("bank:")) {
        byBank.computeIfAbsent(evidence.source(), key -> new ArrayList<>()).add(evidence);
      }
    }
    for (BankSpec bank : request.policy().banks()) {
      List<Evidence> shown = byBank.getOrDefault("bank:" + bank.id(), List.of());
      if (!shown.isEmpty()) {
        Category category = shown.getFirst().category();
        @Nullable CategoryScore score = score(assessment, category);
        add(
            StepKind.BANK_MATCHED,
            category,
            assessment.stage(),
            score,
            bank.id(),
            bank.title(),
            shown);
      }
    }
  }

  private void scores(Assessment assessment) {
    if (assessment.tier() == Tier.RULES
        || assessment.tier() == Tier.BANK
        || assessment.status() != AssessmentStatus.OK) {
      return;
    }
    boolean any = false;
    for (CategoryScore score : assessment.scores()) {
      @Nullable Threshold threshold = score.threshold();
      if (threshold != null && score.score() >= threshold.review()) {
        any = true;
        scored(StepKind.SCORE_OVER_THRESHOLD, assessment, score);
      }
    }
    if (!any && !assessment.scores().isEmpty()) {
      // Under every threshold: say how the leading category stands, else the highest.
      @Nullable CategoryScore shown = leading == null ? null : score(assessment, leading);
      scored(
          StepKind.SCORE_UNDER_THRESHOLD,
          assessment,
          shown == null ? assessment.scores().getFirst() : shown);
    }
  }

  private void scored(StepKind kind, Assessment assessment, CategoryScore score) {
    add(
        kind,
        score.category(),
        assessment.stage(),
        score,
        assessment.model().name(),
        assessment.model().version(),
        assessment.evidence().stream()
            .filter(evidence -> evidence.category() == score.category())
            .toList());
  }

  private void silence(Assessment assessment) {
    switch (assessment.status()) {
      case OK -> {
        if (asksForAPerson(assessment)) {
          silent(StepKind.UNSURE, assessment);
        }
      }
      case NOT_SUPPORTED -> silent(StepKind.NOT_SUPPORTED, assessment);
      case FAILED, TIMED_OUT, UNKNOWN -> silent(StepKind.STAGE_FAILED, assessment);
    }
  }

  /** Whether neither its scores nor a rule that matched are why it wants the item looked at. */
  private boolean asksForAPerson(Assessment assessment) {
    boolean byRule =
        assessment.evidence().stream()
            .map(evidence -> LocalRationale.rule(request.policy(), evidence.source()))
            .anyMatch(rule -> rule != null && rule.verdict() != Verdict.ALLOW);
    return assessment.verdict() != Verdict.ALLOW
        && Thresholds.verdict(assessment.scores()) == Verdict.ALLOW
        && !byRule
        && !assessment.note().isEmpty();
  }

  private void silent(StepKind kind, Assessment assessment) {
    add(
        kind,
        null,
        assessment.stage(),
        null,
        assessment.model().name(),
        assessment.note(),
        assessment.evidence());
  }

  private void similar(PastDecision decided) {
    add(
        StepKind.SIMILAR_DECIDED,
        decided.category(),
        "history",
        null,
        decided.itemId().toString(),
        decided.action().name(),
        List.of());
  }

  private void add(
      StepKind kind,
      @Nullable Category category,
      String stage,
      @Nullable CategoryScore score,
      String reference,
      String label,
      List<Evidence> evidence) {
    steps.add(
        new RationaleStep(
            steps.size() + 1, kind, category, stage, score, reference, label, evidence));
  }

  private static @Nullable CategoryScore score(Assessment assessment, Category category) {
    for (CategoryScore score : assessment.scores()) {
      if (score.category() == category) {
        return score;
      }
    }
    return null;
  }
}
