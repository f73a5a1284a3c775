package dev.halcyon.engine.policy;

import dev.halcyon.engine.fusion.Fusion;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.ThresholdRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The strictest of what several policies say of categories: thresholds, weights, severity,
 * priority, and only those exceptions that all make. Confined to one thread.
 */
final class StrictestCategories {
  private final List<ResolvedPolicy> all;

  StrictestCategories(List<ResolvedPolicy> all) {
    this.all = all;
  }

  /** Those of the base and after them those that only some overlay knows. */
  List<CategoryPolicy> categories() {
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
}
