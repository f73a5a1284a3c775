package dev.halcyon.engine.policy;

import dev.halcyon.engine.cache.CacheStage;
import dev.halcyon.engine.judge.JudgeStage;
import dev.halcyon.engine.known.BanksStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ClusterPolicy;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UnderReview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The strictest of what several policies say of stages, the judge and banks. What a policy is
 * silent about counts as what it has by silence, never as whatever the others like. Stateless.
 */
final class StrictestParts {
  private StrictestParts() {}

  /**
   * Every stage of any policy, required if one requires it, after the stage it stood behind; its
   * model and calibration are those of the first policy that lists it.
   */
  static List<StageSpec> stages(List<ResolvedPolicy> all) {
    List<StageSpec> stages = new ArrayList<>();
    for (ResolvedPolicy policy : all) {
      int next = 0;
      for (StageSpec stage : policy.stages()) {
        int at = names(stages).indexOf(stage.stage());
        if (at < 0) {
          stages.add(next, stage);
          at = next;
        } else if (stage.required()) {
          stages.set(at, stages.get(at).asRequired());
        }
        next = at + 1;
      }
    }
    // Orders that contradict each other: better to judge anew than to answer before a bank.
    List<String> order = names(stages);
    int last = Math.max(order.indexOf(BanksStage.NAME), order.indexOf(TextRulesStage.NAME));
    stages.removeIf(
        stage -> CacheStage.NAMES.contains(stage.stage()) && order.indexOf(stage.stage()) < last);
    return List.copyOf(stages);
  }

  private static List<String> names(List<StageSpec> stages) {
    return stages.stream().map(StageSpec::stage).toList();
  }

  /**
   * Asked as soon as any would ask, blocks if it blocks anywhere, clears only what it clears
   * everywhere, and only what may leave everywhere may leave. What it may spend is no matter of
   * strictness, for doubt that it cannot afford goes to a person: the base's.
   */
  static @Nullable JudgePolicy judge(ResolvedPolicy base, List<ResolvedPolicy> all) {
    if (all.stream().allMatch(each -> each.judge() == null)) {
      return null;
    }
    JudgePolicy basic = said(base);
    List<JudgePolicy> judges = all.stream().map(StrictestParts::said).toList();
    List<Category> mayLeave =
        basic.mayLeave().stream()
            .filter(
                category -> judges.stream().allMatch(each -> each.mayLeave().contains(category)))
            .toList();
    return new JudgePolicy(
        basic.prompt(),
        judges.stream().mapToDouble(JudgePolicy::askFrom).min().orElseThrow(),
        judges.stream().mapToDouble(JudgePolicy::escalateBelow).max().orElseThrow(),
        mayLeave,
        judges.stream().anyMatch(JudgePolicy::blocks),
        clearsFrom(all),
        basic.tokensPerHour(),
        basic.costMicrosPerHour());
  }

  private static JudgePolicy said(ResolvedPolicy policy) {
    return Objects.requireNonNullElse(policy.judge(), JudgePolicy.USUAL);
  }

  private static @Nullable Double clearsFrom(List<ResolvedPolicy> all) {
    double surest = 0;
    for (ResolvedPolicy policy : all) {
      @Nullable Double from = said(policy).clearsFrom();
      if (from == null || !names(policy.stages()).contains(JudgeStage.NAME)) {
        return null;
      }
      surest = Math.max(surest, from);
    }
    return surest;
  }

  /** Near duplicates share a case, and one decision, only where they do everywhere. */
  static @Nullable ClusterPolicy clusters(List<ResolvedPolicy> all) {
    if (all.stream().allMatch(each -> each.clusters() == null)) {
      return null;
    }
    List<ClusterPolicy> said = all.stream().map(ResolvedPolicy::clustering).toList();
    return new ClusterPolicy(
        said.stream().allMatch(ClusterPolicy::join),
        said.stream().allMatch(ClusterPolicy::nearFollows),
        said.stream().mapToInt(ClusterPolicy::most).min().orElseThrow());
  }

  /**
   * Banks of harmful content of any policy, each as wide as anywhere; banks of harmless content
   * only where every policy has them, each as narrow as anywhere.
   */
  static List<BankSpec> banks(List<ResolvedPolicy> all) {
    Map<String, List<BankSpec>> forms = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (BankSpec bank : policy.banks()) {
        forms.computeIfAbsent(bank.id(), id -> new ArrayList<>()).add(bank);
      }
    }
    List<BankSpec> banks = new ArrayList<>();
    for (List<BankSpec> of : forms.values()) {
      List<BankSpec> bad =
          of.stream().filter(each -> each.content() != BankContent.KNOWN_GOOD).toList();
      if (!bad.isEmpty()) {
        banks.add(bad.stream().reduce(StrictestParts::wider).orElseThrow());
      } else if (of.size() == all.size()) {
        banks.add(of.stream().reduce(StrictestParts::narrower).orElseThrow());
      }
    }
    return List.copyOf(banks);
  }

  private static BankSpec wider(BankSpec one, BankSpec other) {
    BankMode mode = one.mode().compareTo(other.mode()) >= 0 ? one.mode() : other.mode();
    return new BankSpec(
        one.id(),
        one.title(),
        one.kind(),
        other.content() == BankContent.ILLEGAL ? other.content() : one.content(),
        mode,
        mode == BankMode.PERCENT ? Math.max(share(one), share(other)) : 100,
        one.category(),
        one.clause(),
        Thresholds.sterner(one.verdict(), other.verdict()),
        Math.min(one.quality(), other.quality()),
        one.turns() || other.turns(),
        Math.min(one.share(), other.share()),
        // A quarantined entry no longer blocks: the one that is quarantined last, or never.
        one.floodItems() == 0 || other.floodItems() == 0
            ? 0
            : Math.max(one.floodItems(), other.floodItems()),
        Math.min(one.floodSeconds(), other.floodSeconds()));
  }

  private static BankSpec narrower(BankSpec one, BankSpec other) {
    BankMode mode = one.mode().compareTo(other.mode()) <= 0 ? one.mode() : other.mode();
    return new BankSpec(
        one.id(),
        one.title(),
        one.kind(),
        one.content(),
        mode,
        mode == BankMode.PERCENT ? Math.min(one.percent(), other.percent()) : 100,
        one.category(),
        one.clause(),
        one.verdict(),
        Math.max(one.quality(), other.quality()),
        one.turns() && other.turns(),
        Math.max(one.share(), other.share()),
        one.floodItems() == 0 || other.floodItems() == 0
            ? Math.max(one.floodItems(), other.floodItems())
            : Math.min(one.floodItems(), other.floodItems()),
        Math.max(one.floodSeconds(), other.floodSeconds()));
  }

  /** Of how many items in a hundred a match counts, by a switch that says a share or nothing. */
  private static int share(BankSpec bank) {
    return bank.mode() == BankMode.PERCENT ? bank.percent() : 0;
  }

  /**
   * Of each category the sternest that any policy does to items in sight, whatever the surface and
   * whoever reported them: hidden before restricted, restricted in every way that one names.
   */
  static List<UnderReview> underReview(List<ResolvedPolicy> all) {
    List<UnderReview> rules = new ArrayList<>();
    for (Category category : Category.values()) {
      List<UnderReview> about =
          all.stream()
              .flatMap(policy -> policy.underReview().stream())
              .filter(rule -> rule.categories().isEmpty() || rule.categories().contains(category))
              .toList();
      boolean hides = about.stream().anyMatch(rule -> rule.effect() == UnderReview.Effect.HIDE);
      List<Restriction> restrictions =
          about.stream().flatMap(rule -> rule.restrictions().stream()).distinct().sorted().toList();
      if (hides || !restrictions.isEmpty()) {
        rules.add(
            new UnderReview(
                category.id(),
                List.of(category),
                List.of(),
                List.of(),
                hides ? UnderReview.Effect.HIDE : UnderReview.Effect.RESTRICT,
                hides ? List.of() : restrictions));
      }
    }
    return rules;
  }
}
