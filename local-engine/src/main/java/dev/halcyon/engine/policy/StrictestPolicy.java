package dev.halcyon.engine.policy;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.ThresholdRule;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the policy for a region nobody knows: in each respect the strictest of the base and all
 * overlays (docs/decisions/0150). Stateless.
 */
final class StrictestPolicy {
  private final ResolvedPolicy base;
  private final List<ResolvedPolicy> all;

  private StrictestPolicy(ResolvedPolicy base, List<ResolvedPolicy> overlays) {
    this.base = base;
    this.all = Stream.concat(Stream.of(base), overlays.stream()).toList();
  }

  static ResolvedPolicy of(ResolvedPolicy base, List<ResolvedPolicy> overlays) {
    return new StrictestPolicy(base, overlays).make();
  }

  private ResolvedPolicy make() {
    return new ResolvedPolicy(
        new PolicyRef(base.ref().id(), base.ref().version(), PolicyDocument.UNKNOWN_REGION),
        base.title(),
        base.categories().stream().map(this::category).toList(),
        rules(),
        base.stages(),
        base.queues(),
        base.sla().stream().map(this::sla).toList(),
        all.stream().anyMatch(ResolvedPolicy::reviewHides),
        all.stream()
            .map(ResolvedPolicy::unsupportedLanguage)
            .reduce(Verdict.REVIEW, Thresholds::sterner),
        clocks(),
        judge(),
        banks(),
        base.retention());
  }

  private CategoryPolicy category(CategoryPolicy known) {
    List<CategoryPolicy> said =
        all.stream().map(each -> each.category(known.category())).filter(Objects::nonNull).toList();
    return new CategoryPolicy(
        known.category(),
        known.title(),
        known.severity(),
        said.stream()
            .map(CategoryPolicy::priority)
            .filter(each -> each != Priority.UNKNOWN)
            .min(Comparator.naturalOrder())
            .orElse(known.priority()),
        known.clauses(),
        thresholds(known.category(), said),
        known.weights());
  }

  /**
   * The lowest threshold of any policy for each language, surface and audience that any names,
   * whatever the region: rules are written from the general to the special and only where they
   * change what the ones before say.
   */
  private List<ThresholdRule> thresholds(Category category, List<CategoryPolicy> said) {
    List<ThresholdRule> known = said.stream().flatMap(each -> each.thresholds().stream()).toList();
    List<String> regions = distinct(known.stream().map(ThresholdRule::region), "");
    List<String> languages = distinct(known.stream().map(ThresholdRule::language), "");
    List<Surface> surfaces = distinct(known.stream().map(ThresholdRule::surface), Surface.UNKNOWN);
    List<Audience> audiences =
        distinct(known.stream().map(ThresholdRule::audience), Audience.UNKNOWN);
    List<ThresholdRule> made = new ArrayList<>();
    for (Audience audience : audiences) {
      for (String language : languages) {
        for (Surface surface : surfaces) {
          double review = 1;
          double block = 1;
          for (ResolvedPolicy policy : all) {
            for (String region : regions) {
              @Nullable Threshold lowest =
                  new Thresholds(policy, language, region, surface, audience).of(category);
              if (lowest != null) {
                review = Math.min(review, lowest.review());
                block = Math.min(block, lowest.block());
              }
            }
          }
          made.add(
              new ThresholdRule(
                  language.isEmpty() ? null : language,
                  null,
                  surface == Surface.UNKNOWN ? null : surface,
                  audience == Audience.UNKNOWN ? null : audience,
                  review,
                  block));
        }
      }
    }
    return made;
  }

  /** The values named anywhere, after the one that stands for all others. */
  private static <T extends Comparable<T>> List<T> distinct(Stream<T> values, T others) {
    TreeSet<T> sorted = new TreeSet<>();
    values.filter(Objects::nonNull).forEach(sorted::add);
    sorted.remove(others);
    List<T> all = new ArrayList<>(sorted);
    all.addFirst(others);
    return all;
  }

  /** Every rule of every policy; where one differs by region, each of its forms. */
  private List<PolicyRule> rules() {
    Map<String, PolicyRule> rules = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (PolicyRule rule : policy.rules()) {
        @Nullable PolicyRule known = rules.putIfAbsent(rule.id(), rule);
        if (known != null
            && !known.equals(rule)
            && rules.values().stream().noneMatch(each -> isForm(each, rule))) {
          String id = rule.id() + "@" + policy.ref().overlay();
          rules.put(id, renamed(rule, id));
        }
      }
    }
    return List.copyOf(rules.values());
  }

  /** Whether a rule is another one under the name it got for differing by region. */
  private static boolean isForm(PolicyRule form, PolicyRule rule) {
    return form.id().startsWith(rule.id() + "@") && renamed(form, rule.id()).equals(rule);
  }

  private static PolicyRule renamed(PolicyRule rule, String id) {
    return new PolicyRule(
        id,
        rule.title(),
        rule.kind(),
        rule.category(),
        rule.clause(),
        rule.languages(),
        rule.verdict(),
        rule.score(),
        rule.terms(),
        rule.normalised());
  }

  private SlaSpec sla(SlaSpec known) {
    List<SlaSpec> said =
        all.stream()
            .flatMap(each -> each.sla().stream())
            .filter(each -> each.priority() == known.priority())
            .toList();
    return new SlaSpec(
        known.priority(),
        said.stream().mapToLong(SlaSpec::seconds).min().orElse(known.seconds()),
        said.stream().mapToLong(SlaSpec::raiseAtReach).min().orElse(known.raiseAtReach()));
  }

  /** Every clock of every policy; the shortest of one name. */
  private List<ClockSpec> clocks() {
    Map<String, ClockSpec> clocks = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (ClockSpec clock : policy.clocks()) {
        clocks.merge(
            clock.id(), clock, (one, other) -> other.seconds() < one.seconds() ? other : one);
      }
    }
    return List.copyOf(clocks.values());
  }

  /** Every bank of every policy; of one name the form whose switch is furthest on. */
  private List<BankSpec> banks() {
    Map<String, BankSpec> banks = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (BankSpec bank : policy.banks()) {
        banks.merge(bank.id(), bank, (one, other) -> isStricter(other, one) ? other : one);
      }
    }
    return List.copyOf(banks.values());
  }

  /** What is known to be harmful counts, what is known to be harmless does not. */
  private static boolean isStricter(BankSpec bank, BankSpec than) {
    int further = bank.mode().compareTo(than.mode());
    return bank.content() == BankContent.KNOWN_GOOD ? further < 0 : further > 0;
  }

  /** The base's judge, except that only what may leave everywhere may leave from nowhere known. */
  private @Nullable JudgePolicy judge() {
    @Nullable JudgePolicy judge = base.judge();
    if (judge == null) {
      return null;
    }
    List<Category> mayLeave =
        judge.mayLeave().stream()
            .filter(
                category ->
                    all.stream()
                        .map(ResolvedPolicy::judge)
                        .allMatch(each -> each == null || each.mayLeave().contains(category)))
            .toList();
    return new JudgePolicy(
        judge.prompt(),
        judge.askFrom(),
        judge.escalateBelow(),
        mayLeave,
        judge.blocks(),
        judge.clearsFrom(),
        judge.tokensPerHour(),
        judge.costMicrosPerHour());
  }
}
