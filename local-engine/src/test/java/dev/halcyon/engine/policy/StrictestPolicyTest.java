package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.ClusterPolicy;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UnderReview;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A region nobody knows never gets a looser policy than some region has, whatever is written. */
class StrictestPolicyTest {
  /** What the base or an overlay may say in each field; the first is to be silent. */
  private static final Map<String, List<String>> SAID = new LinkedHashMap<>();

  static {
    SAID.put("review_hides", List.of("", "true", "false"));
    SAID.put("unsupported_language", List.of("", "review", "block"));
    SAID.put(
        "sla",
        List.of(
            "",
            "[{priority: P1, seconds: 30}]",
            "[{priority: P1, seconds: 90, raise_at_reach: 5}]",
            "[{priority: P0, seconds: 5, raise_at_reach: 1000}]"));
    SAID.put(
        "stages",
        List.of(
            "",
            "[{stage: text.linear, required: true}]",
            "[{stage: text.linear, remove: true}]",
            "[{stage: judge.guard}, {stage: text.deep, required: false}]",
            "[{stage: judge.llm, remove: true}]"));
    SAID.put(
        "categories",
        List.of(
            "",
            "[{category: spam, priority: P0, thresholds: [{review: 0.2, block: 0.7}]}]",
            "[{category: spam, severity: severe, weights: {text: 0.4, author: 1}}]",
            "[{category: spam, thresholds: [{audience: minors, review: 0.1, block: 0.3}]}]",
            "[{category: spam, thresholds: [{language: de, surface: chat, review: 0, block: 1}]}]",
            "[{category: spam, clauses: [{id: A1, exceptions: [Raffles]}, {id: A2, title: B,"
                + " definition: B.}]}]",
            "[{category: hate, title: Hate, severity: severe, priority: P1, thresholds: [{review:"
                + " 0.3, block: 0.8}], clauses: [{id: H1, title: Hate, definition: Hate.}]}]"));
    SAID.put(
        "rules",
        List.of(
            "",
            "[{id: r1, verdict: block}]",
            "[{id: r1, remove: true}]",
            "[{id: r9, title: R, kind: pattern, category: spam, terms: ['nine']}]"));
    SAID.put(
        "clocks",
        List.of(
            "",
            "[{id: c1, title: Law, seconds: 50}]",
            "[{id: c1, title: Law, sources: [authority], seconds: 10}]",
            "[{id: c1, title: Law, seconds: 20, orders: carry_out}]",
            "[{id: c2, title: Law, grounds: [spam], seconds: 70}]"));
    SAID.put(
        "judge",
        List.of(
            "",
            "{may_leave: [spam]}",
            "{may_leave: [spam, hate], ask_from: 0.2, escalate_below: 0.9}",
            "{may_leave: [], blocks: true, clears_from: 0.9}",
            "{clears_from: 0.6, tokens_per_hour: 10}",
            "~"));
    SAID.put(
        "banks",
        List.of(
            "",
            "[{id: bad, percent: 20, mode: percent}]",
            "[{id: bad, mode: on, quality: 30, share: 0.2, flood: {items: 0}}]",
            "[{id: bad, content: illegal, verdict: review, turns: false}]",
            "[{id: good, mode: shadow, quality: 90}]",
            "[{id: good, remove: true}]",
            "[{id: fine, title: Fine, kind: pdq, content: known_good, mode: on}]"));
    SAID.put(
        "clusters",
        List.of("", "{join: false}", "{near_follow: true, most: 7}", "{most: 900}", "~"));
    SAID.put(
        "retention",
        List.of("", "[{data: allowed, days: 10}]", "[{data: decided, days: 700}]", "[]"));
    SAID.put(
        "wellness",
        List.of(
            "",
            "{zone: Europe/Berlin, break_seconds: 900, budgets: [{of: severe, day: 100}]}",
            "{budgets: [{of: severe, stretch: 50, week: 900}, {of: p0, day: 40}]}",
            "{weights: {text: 0.5, sharp: 3}, rotation: {after_cases: 3, interleave: 0.5}}",
            "{rotation: {after_seconds: 60, neutral_cases: 4, above_mean: 0.2, spare: 0.9}}",
            "{case_seconds: 0, breaks: {remind_after: 600, lock_after: 700, length: 900}}",
            "{breaks: {snooze: 60, snoozes: 0}, at_limit: {effect: others}}",
            "~"));
    SAID.put(
        "under_review",
        List.of(
            "",
            "[{id: u1, categories: [spam], effect: hide, restrictions: []}]",
            "[{id: u1, surfaces: [chat], sources: [authority], effect: hide, restrictions: []}]",
            "[{id: u1, categories: [hate], effect: restrict, restrictions: [label, demote]}]",
            "[{id: u2, effect: restrict, restrictions: [age_gate]}]",
            "[{id: u2, categories: [spam], effect: keep, restrictions: []}, {id: u3, effect: hide,"
                + " restrictions: []}]"));
  }

  private static final String BASE =
      """
      id: test
      version: 1
      title: Test
      review_hides: %s
      sla: [{priority: P0, seconds: 10, raise_at_reach: 900}, {priority: P1, seconds: 60, raise_at_reach: 10}]
      stages: [{stage: banks}, {stage: text.rules}, {stage: text.linear, required: false}, {stage: judge.llm}]
      categories:
        - category: spam
          title: Spam
          severity: moderate
          priority: P1
          thresholds: [{review: 0.5, block: 0.9}]
          clauses: [{id: A1, title: Scam, definition: A scam., exceptions: [Raffles, Gifts]}]
      queues: [{id: up, title: Up, escalation: true}, {id: all, title: All}]
      rules: [{id: r1, title: R, kind: pattern, category: spam, terms: ['free']}]
      banks:
        - {id: bad, title: Bad, kind: pdq, category: spam, mode: shadow}
        - {id: good, title: Good, kind: pdq, content: known_good, mode: on, quality: 60}
      %s
      """;

  @Provide
  Arbitrary<Map<String, String>> overlay() {
    List<Arbitrary<String>> fields =
        SAID.values().stream().map(options -> (Arbitrary<String>) Arbitraries.of(options)).toList();
    List<String> names = List.copyOf(SAID.keySet());
    return Combinators.combine(fields)
        .as(
            chosen -> {
              Map<String, String> overlay = new LinkedHashMap<>();
              for (int i = 0; i < names.size(); i++) {
                if (!chosen.get(i).isEmpty()) {
                  overlay.put(names.get(i), chosen.get(i));
                }
              }
              return overlay;
            });
  }

  @Provide
  Arbitrary<String> judge() {
    return Arbitraries.of(SAID.get("judge"));
  }

  @Property(tries = 400)
  void noRegionIsStricterThanOneNobodyKnows(
      @ForAll boolean hides,
      @ForAll("judge") String judge,
      @ForAll("overlay") Map<String, String> group,
      @ForAll("overlay") Map<String, String> country,
      @ForAll("overlay") Map<String, String> other) {
    String yaml =
        BASE.formatted(hides, judge.isEmpty() ? "" : "judge: " + judge)
            + "overlays:\n"
            + written("EU", "regions: [DE, FR]", group)
            + written("DE", "parent: EU", fitting(country, group))
            + written("IN", "title: Test", other);
    PolicyDocument document = PolicyDocuments.read(yaml, "my.yaml");
    ResolvedPolicy strictest = document.forRegion("ZZ");
    for (String region : List.of("DE", "FR", "IN", "BR")) {
      assertThat(Looser.looser(strictest, document.forRegion(region)))
          .as(region + "\n" + yaml)
          .isEmpty();
    }
  }

  @Test
  void anOverlaySilentAboutTheJudgeOrWithoutOneLoosensNothing() {
    String base = BASE.formatted(true, "judge: {may_leave: [spam]}");
    PolicyDocument silent = PolicyDocuments.read(base + "overlays:\n  DE: {title: T}\n", "my.yaml");
    assertThat(leaves(silent, "DE")).containsExactly(Category.SPAM);
    assertThat(leaves(silent, "ZZ")).containsExactly(Category.SPAM);
    PolicyDocument without =
        PolicyDocuments.read(base + "overlays:\n  DE: {judge: ~}\n", "my.yaml");
    assertThat(leaves(without, "DE")).isEmpty();
    assertThat(leaves(without, "ZZ")).isEmpty();
  }

  /** A field nobody compares would pass the property unseen. */
  @Test
  void everyPartOfAPolicyIsCompared() {
    assertThat(names(ResolvedPolicy.class))
        .containsAll(SAID.keySet().stream().map(StrictestPolicyTest::camel).toList())
        .containsExactlyInAnyOrder(
            "ref",
            "title",
            "categories",
            "rules",
            "stages",
            "queues",
            "sla",
            "reviewHides",
            "unsupportedLanguage",
            "clocks",
            "judge",
            "banks",
            "retention",
            "clusters",
            "routing",
            "underReview",
            "wellness");
    assertThat(names(WellnessPolicy.class))
        .containsExactlyInAnyOrder(
            "zone",
            "breakSeconds",
            "caseSeconds",
            "weights",
            "budgets",
            "rotation",
            "atLimit",
            "breaks");
    assertThat(names(WellnessBudget.class))
        .containsExactlyInAnyOrder("of", "stretch", "day", "week");
    assertThat(names(ExposureWeights.class))
        .containsExactlyInAnyOrder("text", "filtered", "sharp", "sound");
    assertThat(names(RotationPolicy.class))
        .containsExactlyInAnyOrder(
            "afterCases", "afterSeconds", "neutralCases", "interleave", "aboveMean", "spare");
    assertThat(names(BreakPolicy.class))
        .containsExactlyInAnyOrder("remindAfter", "lockAfter", "length", "snooze", "snoozes");
    assertThat(names(UnderReview.class))
        .containsExactlyInAnyOrder(
            "id", "categories", "surfaces", "sources", "effect", "restrictions");
    assertThat(names(CategoryPolicy.class))
        .containsExactlyInAnyOrder(
            "category", "title", "severity", "priority", "clauses", "thresholds", "weights");
    assertThat(names(JudgePolicy.class))
        .containsExactlyInAnyOrder(
            "prompt",
            "askFrom",
            "escalateBelow",
            "mayLeave",
            "blocks",
            "clearsFrom",
            "tokensPerHour",
            "costMicrosPerHour");
    assertThat(names(BankSpec.class))
        .containsExactlyInAnyOrder(
            "id",
            "title",
            "kind",
            "content",
            "mode",
            "percent",
            "category",
            "clause",
            "verdict",
            "quality",
            "turns",
            "share",
            "floodItems",
            "floodSeconds");
    assertThat(names(StageSpec.class))
        .containsExactlyInAnyOrder("stage", "model", "required", "calibration");
    assertThat(names(SlaSpec.class))
        .containsExactlyInAnyOrder("priority", "seconds", "raiseAtReach");
    assertThat(names(ClockSpec.class))
        .containsExactlyInAnyOrder("id", "title", "sources", "grounds", "seconds", "orders");
    assertThat(names(ClusterPolicy.class)).containsExactlyInAnyOrder("join", "nearFollows", "most");
    assertThat(names(RetentionSpec.class)).containsExactlyInAnyOrder("data", "days");
    assertThat(names(Clause.class))
        .containsExactlyInAnyOrder("id", "category", "title", "definition", "exceptions");
  }

  private static List<Category> leaves(PolicyDocument document, String region) {
    return Looser.said(document.forRegion(region)).mayLeave();
  }

  /** What can lie on a group: what it took out cannot be changed or taken out again. */
  private static Map<String, String> fitting(
      Map<String, String> country, Map<String, String> group) {
    Map<String, String> fitting = new LinkedHashMap<>(country);
    fitting
        .keySet()
        .removeIf(
            field ->
                group.getOrDefault(field, "").contains("remove: true")
                    || group.getOrDefault(field, "").contains("mode: percent"));
    return fitting;
  }

  private static String written(String name, String first, Map<String, String> fields) {
    List<String> lines = new ArrayList<>(List.of("  " + name + ":", "    " + first));
    fields.forEach((field, value) -> lines.add("    " + field + ": " + value));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> names(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static String camel(String field) {
    String[] parts = field.split("_");
    return parts[0]
        + Arrays.stream(parts)
            .skip(1)
            .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
            .collect(Collectors.joining());
  }
}
