package dev.halcyon.engine.policy;

import dev.halcyon.engine.fusion.Fusion;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.SeverityBand;
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
import java.util.Set;
import java.util.TreeMap;
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
        categories(),
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
        StrictestParts.clusters(all));
  }

  /** Those of the base and after them those that only some overlay knows. */
  private List<CategoryPolicy> categories() {
    Map<Category, CategoryPolicy> known = new LinkedHashMap<>();
    all.forEach(
        policy -> policy.categories().forEach(each -> known.putIfAbsent(each.category(), each)));
    return known.values().stream().map(this::category).toList();
  }

  private CategoryPolicy category(CategoryPolicy known) {
    List<CategoryPolicy> said =
        all.stream().map(each -> each.category(known.category())).filter(Objects::nonNull).toList();
    return new CategoryPolicy(
        known.category(),
        known.title(),
        said.stream()
            .map(CategoryPolicy::severity)
            .filter(each -> each != SeverityBand.UNKNOWN)
            .max(Comparator.naturalOrder())
            .orElse(known.severity()),
        said.stream()
            .map(CategoryPolicy::priority)
            .filter(each -> each != Priority.UNKNOWN)
            .min(Comparator.naturalOrder())
            .orElse(known.priority()),
        clauses(said),
        thresholds(known.category(), said),
        weights(said));
  }

  /** Every clause of any; an exception holds only where all that have the clause make it. */
  private static List<Clause> clauses(List<CategoryPolicy> said) {
    Map<String, Clause> clauses = new LinkedHashMap<>();
    for (CategoryPolicy category : said) {
      for (Clause clause : category.clauses()) {
        clauses.merge(
            clause.id(),
            clause,
            (one, other) ->
                new Clause(
                    one.id(),
                    one.category(),
                    one.title(),
                    one.definition(),
                    one.exceptions().stream().filter(other.exceptions()::contains).toList()));
      }
    }
    return List.copyOf(clauses.values());
  }

  /** The most that any lets a witness add, the engine's own weight where one is silent. */
  private static Map<String, Double> weights(List<CategoryPolicy> said) {
    Map<String, Double> weights = new TreeMap<>();
    for (String witness : Fusion.WEIGHTS.keySet()) {
      if (said.stream().anyMatch(each -> each.weights().containsKey(witness))) {
        double most = 0;
        for (CategoryPolicy category : said) {
          most =
              Math.max(most, category.weights().getOrDefault(witness, Fusion.WEIGHTS.get(witness)));
        }
        weights.put(witness, most);
      }
    }
    return weights;
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
