package dev.halcyon.engine.policy;

import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        new StrictestCategories(all).categories(),
        rules(),
        StrictestParts.stages(all),
        base.queues(),
        sla(),
        all.stream().anyMatch(ResolvedPolicy::reviewHides),
        all.stream()
            .map(ResolvedPolicy::unsupportedLanguage)
            .reduce(Verdict.REVIEW, Thresholds::sterner),
        clocks(),
        StrictestParts.judge(base, all),
        StrictestParts.banks(all),
        retention(),
        StrictestParts.clusters(all),
        base.routing(),
        StrictestParts.underReview(all),
        StrictestWellness.of(base, all));
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

  private List<SlaSpec> sla() {
    Map<Priority, SlaSpec> shortest = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (SlaSpec sla : policy.sla()) {
        shortest.merge(
            sla.priority(),
            sla,
            (one, other) ->
                new SlaSpec(
                    one.priority(),
                    Math.min(one.seconds(), other.seconds()),
                    Math.min(one.raiseAtReach(), other.raiseAtReach())));
      }
    }
    return List.copyOf(shortest.values());
  }

  /** Every clock of every policy; where one differs in whom it hears, each of its forms. */
  private List<ClockSpec> clocks() {
    Map<String, ClockSpec> clocks = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (ClockSpec clock : policy.clocks()) {
        String id =
            clocks.values().stream()
                .filter(each -> each.id().equals(clock.id()) || isForm(each, clock.id()))
                .filter(each -> sameNotices(each, clock))
                .map(ClockSpec::id)
                .findFirst()
                .orElse(
                    clocks.containsKey(clock.id())
                        ? clock.id() + "@" + policy.ref().overlay()
                        : clock.id());
        ClockSpec form =
            new ClockSpec(
                id,
                clock.title(),
                clock.sources(),
                clock.grounds(),
                clock.seconds(),
                clock.orders());
        clocks.merge(id, form, StrictestPolicy::stricter);
      }
    }
    return List.copyOf(clocks.values());
  }

  /** The shorter, which carries orders out where either does. */
  private static ClockSpec stricter(ClockSpec one, ClockSpec other) {
    ClockSpec shorter = other.seconds() < one.seconds() ? other : one;
    boolean carriesOut =
        one.orders() == OrderPath.CARRY_OUT || other.orders() == OrderPath.CARRY_OUT;
    return new ClockSpec(
        shorter.id(),
        shorter.title(),
        shorter.sources(),
        shorter.grounds(),
        shorter.seconds(),
        carriesOut ? OrderPath.CARRY_OUT : shorter.orders());
  }

  private static boolean isForm(ClockSpec clock, String id) {
    return clock.id().startsWith(id + "@");
  }

  private static boolean sameNotices(ClockSpec one, ClockSpec other) {
    return Set.copyOf(one.sources()).equals(Set.copyOf(other.sources()))
        && Set.copyOf(one.grounds()).equals(Set.copyOf(other.grounds()));
  }

  /** Of each kind of data the shortest time: nobody's law is known to allow more. */
  private List<RetentionSpec> retention() {
    Map<RetentionSpec.Kind, RetentionSpec> shortest = new LinkedHashMap<>();
    for (ResolvedPolicy policy : all) {
      for (RetentionSpec kept : policy.retention()) {
        shortest.merge(kept.data(), kept, (one, other) -> other.days() < one.days() ? other : one);
      }
    }
    return List.copyOf(shortest.values());
  }
}
