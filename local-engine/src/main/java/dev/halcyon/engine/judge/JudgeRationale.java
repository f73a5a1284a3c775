package dev.halcyon.engine.judge;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts a judge's argument before that of rules and scores, which stays whole: a person sees both,
 * and which is whose. The judge can make an item more urgent and never less. Stateless.
 */
public final class JudgeRationale {
  private JudgeRationale() {}

  /**
   * The judge's rationale.
   *
   * @param local the argument of rules and scores
   */
  public static Rationale compose(Rationale local, Reasoned reasoned, ResolvedPolicy policy) {
    @Nullable Category category = leading(local, reasoned.opinion(), policy);
    @Nullable Clause clause = clause(category, local, reasoned.opinion(), policy);
    boolean judges = category != null && category == reasoned.opinion().category();
    List<RationaleStep> steps = new ArrayList<>(new Steps(reasoned, policy).all());
    for (RationaleStep step : local.steps()) {
      if (!step.stage().equals(JudgeStage.NAME)) {
        steps.add(numbered(steps.size() + 1, step));
      }
    }
    return new Rationale(
        local.id(),
        RationaleSource.JUDGE,
        local.verdict(),
        category,
        clause,
        judges && local.category() != category
            ? reasoned.opinion().confidence()
            : local.confidence(),
        steps,
        clause == null ? List.of() : clause.exceptions(),
        local.policy(),
        local.assessments(),
        local.at());
  }

  private static RationaleStep numbered(int number, RationaleStep step) {
    return new RationaleStep(
        number,
        step.kind(),
        step.category(),
        step.stage(),
        step.score(),
        step.reference(),
        step.label(),
        step.evidence());
  }

  /**
   * The judge's category where it is against the item, unless rules and scores found something more
   * urgent.
   */
  private static @Nullable Category leading(
      Rationale local, Opinion opinion, ResolvedPolicy policy) {
    boolean against =
        opinion.action() == Opinion.Action.BLOCK || opinion.action() == Opinion.Action.REVIEW;
    if (!against || policy.category(opinion.category()) == null) {
      return local.category();
    }
    @Nullable Category found = local.category();
    boolean urgent =
        found != null
            && local.verdict() != Verdict.ALLOW
            && priority(found, policy).compareTo(priority(opinion.category(), policy)) < 0;
    return urgent ? found : opinion.category();
  }

  private static Priority priority(Category category, ResolvedPolicy policy) {
    @Nullable CategoryPolicy known = policy.category(category);
    return known == null ? Priority.P2 : known.priority();
  }

  private static @Nullable Clause clause(
      @Nullable Category category, Rationale local, Opinion opinion, ResolvedPolicy policy) {
    if (category == null || category != opinion.category()) {
      return local.clause();
    }
    for (String id : opinion.clauses()) {
      @Nullable Clause clause = policy.clause(id);
      if (clause != null && clause.category() == category) {
        return clause;
      }
    }
    @Nullable CategoryPolicy known = policy.category(category);
    boolean same = local.clause() != null && local.category() == category;
    return same || known == null || known.clauses().isEmpty()
        ? local.clause()
        : known.clauses().getFirst();
  }

  /** The judge's own steps. Confined to one thread. */
  private static final class Steps {
    private final Reasoned reasoned;
    private final ResolvedPolicy policy;
    private final List<RationaleStep> steps = new ArrayList<>();

    Steps(Reasoned reasoned, ResolvedPolicy policy) {
      this.reasoned = reasoned;
      this.policy = policy;
    }

    List<RationaleStep> all() {
      Opinion opinion = reasoned.opinion();
      @Nullable Category category =
          opinion.category() == Category.UNKNOWN ? null : opinion.category();
      CategoryScore sure = new CategoryScore(opinion.category(), opinion.confidence(), null);
      String action = opinion.action().name().toLowerCase(Locale.ROOT);
      List<Evidence> evidence = reasoned.quotes().evidence();
      add(StepKind.JUDGED, category, sure, reasoned.model(), action, evidence);
      for (InjectionMark mark : reasoned.marks().stream().sorted().toList()) {
        add(StepKind.INJECTION_MARKED, null, null, "", mark.id(), List.of());
      }
      for (String sentence : opinion.reasoning()) {
        add(StepKind.REASONED, null, null, "", sentence, List.of());
      }
      for (String id : opinion.clauses()) {
        @Nullable Clause clause = policy.clause(id);
        String title = clause == null ? "" : clause.title();
        add(StepKind.CLAUSE_WEIGHED, null, null, id, title, List.of());
      }
      for (Opinion.Exception each : opinion.exceptions()) {
        StepKind kind = each.applies() ? StepKind.EXCEPTION_APPLIES : StepKind.EXCEPTION_REJECTED;
        add(kind, null, null, each.clause(), each.exception(), List.of());
      }
      for (String quote : reasoned.quotes().struck()) {
        add(StepKind.QUOTE_STRUCK, null, null, "", quote, List.of());
      }
      return steps;
    }

    private void add(
        StepKind kind,
        @Nullable Category category,
        @Nullable CategoryScore score,
        String reference,
        String label,
        List<Evidence> evidence) {
      steps.add(
          new RationaleStep(
              steps.size() + 1,
              kind,
              category,
              JudgeStage.NAME,
              score,
              reference,
              label,
              evidence));
    }
  }
}
