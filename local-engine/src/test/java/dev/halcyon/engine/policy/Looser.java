package dev.halcyon.engine.policy;

import dev.halcyon.engine.fusion.Fusion;
import dev.halcyon.engine.judge.JudgeStage;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.UnderReview;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two policies part by part. Stateless. */
final class Looser {
  private Looser() {}

  /** In what respects one policy is looser than another. */
  static Set<String> looser(ResolvedPolicy than, ResolvedPolicy other) {
    Set<String> looser = new TreeSet<>();
    add(looser, "review_hides", other.reviewHides() && !than.reviewHides());
    add(
        looser,
        "unsupported_language",
        other.unsupportedLanguage().compareTo(than.unsupportedLanguage()) > 0);
    for (SlaSpec sla : other.sla()) {
      add(
          looser,
          "sla",
          than.sla().stream()
              .noneMatch(
                  each ->
                      each.priority() == sla.priority()
                          && each.seconds() <= sla.seconds()
                          && each.raiseAtReach() <= sla.raiseAtReach()));
    }
    for (StageSpec stage : other.stages()) {
      add(
          looser,
          "stages",
          than.stages().stream()
              .noneMatch(
                  each ->
                      each.stage().equals(stage.stage())
                          && (each.required() || !stage.required())));
    }
    for (PolicyRule rule : other.rules()) {
      add(looser, "rules", than.rules().stream().noneMatch(each -> sameRule(each, rule)));
    }
    for (ClockSpec clock : other.clocks()) {
      add(looser, "clocks", than.clocks().stream().noneMatch(each -> atLeast(each, clock)));
    }
    for (RetentionSpec kept : other.retention()) {
      add(
          looser,
          "retention",
          than.retention().stream()
              .noneMatch(each -> each.data() == kept.data() && each.days() <= kept.days()));
    }
    for (CategoryPolicy category : other.categories()) {
      categories(looser, than, other, category);
    }
    underReview(looser, than, other);
    add(looser, "join", than.clustering().join() && !other.clustering().join());
    add(
        looser,
        "near_follow",
        than.clustering().nearFollows() && !other.clustering().nearFollows());
    add(looser, "most", than.clustering().most() > other.clustering().most());
    wellness(looser, than.resting(), other.resting());
    judges(looser, than, other);
    banks(looser, than, other);
    return looser;
  }

  /** Whoever works under one policy is spared as much as under the other. */
  private static void wellness(Set<String> looser, WellnessPolicy than, WellnessPolicy other) {
    add(looser, "break_seconds", than.breakSeconds() < other.breakSeconds());
    add(looser, "case_seconds", than.caseSeconds() < other.caseSeconds());
    for (ExposureKind kind : ExposureKind.values()) {
      add(looser, "wellness.weights", than.weights().of(kind) < other.weights().of(kind));
    }
    for (WellnessBudget budget : other.budgets()) {
      Optional<WellnessBudget> mine = than.budget(budget.of());
      add(
          looser,
          "budgets",
          mine.isEmpty()
              || more(mine.get().stretch(), budget.stretch())
              || more(mine.get().day(), budget.day())
              || more(mine.get().week(), budget.week()));
    }
    RotationPolicy mine = than.rotation();
    RotationPolicy its = other.rotation();
    add(
        looser,
        "rotation",
        later(mine.afterCases(), its.afterCases())
            || later(mine.afterSeconds(), its.afterSeconds())
            || mine.neutralCases() < its.neutralCases()
            || mine.interleave() < its.interleave()
            || later(mine.aboveMean(), its.aboveMean())
            || mine.spare() > its.spare());
    add(
        looser,
        "breaks",
        than.breaks().remindAfter() > other.breaks().remindAfter()
            || than.breaks().lockAfter() > other.breaks().lockAfter()
            || than.breaks().length() < other.breaks().length()
            || than.breaks().snooze() > other.breaks().snooze()
            || than.breaks().snoozes() > other.breaks().snoozes());
  }

  private static boolean more(@Nullable Integer mine, @Nullable Integer its) {
    return its != null && (mine == null || mine > its);
  }

  /** Of two numbers that are off at 0. */
  private static boolean later(double mine, double its) {
    return its > 0 && (mine == 0 || mine > its);
  }

  /** Whatever one policy does to an item under review, the other does it or worse. */
  private static void underReview(Set<String> looser, ResolvedPolicy than, ResolvedPolicy other) {
    for (Category category : Category.values()) {
      for (Surface surface : Surface.values()) {
        for (ReportSource source : ReportSource.values()) {
          Optional<UnderReview> mine = first(than, category, surface, source);
          Optional<UnderReview> theirs = first(other, category, surface, source);
          boolean hides = mine.filter(rule -> rule.effect() == UnderReview.Effect.HIDE).isPresent();
          boolean atLeast =
              hides
                  || theirs.isEmpty()
                  || theirs.get().effect() == UnderReview.Effect.KEEP
                  || theirs.get().effect() == UnderReview.Effect.RESTRICT
                      && mine.isPresent()
                      && mine.get().restrictions().containsAll(theirs.get().restrictions());
          add(looser, "under_review", !atLeast);
        }
      }
    }
  }

  private static Optional<UnderReview> first(
      ResolvedPolicy policy, Category category, Surface surface, ReportSource source) {
    return policy.underReview().stream()
        .filter(rule -> rule.fits(category, surface, Set.of(source)))
        .findFirst();
  }

  private static void categories(
      Set<String> looser, ResolvedPolicy than, ResolvedPolicy other, CategoryPolicy category) {
    @Nullable CategoryPolicy same = than.category(category.category());
    if (same == null) {
      looser.add("categories");
      return;
    }
    add(looser, "severity", same.severity().compareTo(category.severity()) < 0);
    add(looser, "priority", same.priority().compareTo(category.priority()) > 0);
    for (String witness : Fusion.WEIGHTS.keySet()) {
      double usual = Fusion.WEIGHTS.get(witness);
      add(
          looser,
          "weights",
          same.weights().getOrDefault(witness, usual)
              < category.weights().getOrDefault(witness, usual));
    }
    for (Clause clause : category.clauses()) {
      @Nullable Clause has = than.clause(clause.id());
      add(looser, "clauses", has == null || !clause.exceptions().containsAll(has.exceptions()));
    }
    for (String language : List.of("en", "de")) {
      for (Surface surface : Surface.values()) {
        for (Audience audience : Audience.values()) {
          Threshold strict = threshold(than, language, surface, audience, category.category());
          Threshold its = threshold(other, language, surface, audience, category.category());
          add(looser, "thresholds", strict.review() > its.review() || strict.block() > its.block());
        }
      }
    }
  }

  private static void judges(Set<String> looser, ResolvedPolicy than, ResolvedPolicy other) {
    JudgePolicy strict = said(than);
    JudgePolicy its = said(other);
    add(looser, "may_leave", !its.mayLeave().containsAll(strict.mayLeave()));
    add(looser, "ask_from", strict.askFrom() > its.askFrom());
    add(looser, "escalate_below", strict.escalateBelow() < its.escalateBelow());
    add(looser, "blocks", its.blocks() && !strict.blocks());
    add(looser, "clears_from", clearsFrom(than) < clearsFrom(other));
  }

  /** Over 1 where the judge clears nothing. */
  private static double clearsFrom(ResolvedPolicy policy) {
    boolean asked = policy.stages().stream().anyMatch(each -> each.stage().equals(JudgeStage.NAME));
    return asked ? Optional.ofNullable(said(policy).clearsFrom()).orElse(2.0) : 2;
  }

  private static void banks(Set<String> looser, ResolvedPolicy than, ResolvedPolicy other) {
    for (BankSpec bank : other.banks()) {
      boolean good = bank.content() == BankContent.KNOWN_GOOD;
      boolean matched =
          than.banks().stream()
              .anyMatch(each -> each.id().equals(bank.id()) && isWide(each, bank, good));
      add(looser, "banks", !good && !matched);
    }
    for (BankSpec bank : than.banks()) {
      if (bank.content() == BankContent.KNOWN_GOOD) {
        boolean held =
            other.banks().stream()
                .anyMatch(each -> each.id().equals(bank.id()) && isWide(each, bank, true));
        add(looser, "known-good banks", !held);
      }
    }
  }

  /** Whether a bank matches whatever another would. */
  private static boolean isWide(BankSpec bank, BankSpec than, boolean good) {
    return percent(bank) >= percent(than)
        && bank.quality() <= than.quality()
        && (bank.turns() || !than.turns())
        && bank.share() <= than.share()
        && (good || bank.verdict().compareTo(than.verdict()) >= 0)
        && (good || than.content() != BankContent.ILLEGAL || bank.content() == BankContent.ILLEGAL)
        && (bank.floodItems() == 0
            || than.floodItems() != 0 && bank.floodItems() >= than.floodItems());
  }

  private static int percent(BankSpec bank) {
    return bank.mode() == BankMode.PERCENT
        ? bank.percent()
        : bank.mode() == BankMode.ON ? 100 : bank.mode().ordinal() - 1;
  }

  private static boolean atLeast(ClockSpec clock, ClockSpec than) {
    return (clock.orders() == OrderPath.CARRY_OUT || than.orders() != OrderPath.CARRY_OUT)
        && clock.seconds() <= than.seconds()
        && (clock.sources().isEmpty()
            || !than.sources().isEmpty() && clock.sources().containsAll(than.sources()))
        && (clock.grounds().isEmpty()
            || !than.grounds().isEmpty() && clock.grounds().containsAll(than.grounds()));
  }

  private static boolean sameRule(PolicyRule one, PolicyRule other) {
    return one.kind() == other.kind()
        && one.category() == other.category()
        && one.verdict() == other.verdict()
        && one.score() == other.score()
        && one.languages().equals(other.languages())
        && one.terms().equals(other.terms());
  }

  private static Threshold threshold(
      ResolvedPolicy policy,
      String language,
      Surface surface,
      Audience audience,
      Category category) {
    return Objects.requireNonNull(
        new Thresholds(policy, language, "", surface, audience).of(category));
  }

  private static void add(Set<String> looser, String what, boolean is) {
    if (is) {
      looser.add(what);
    }
  }

  static JudgePolicy said(ResolvedPolicy policy) {
    return Objects.requireNonNullElse(policy.judge(), JudgePolicy.USUAL);
  }
}
