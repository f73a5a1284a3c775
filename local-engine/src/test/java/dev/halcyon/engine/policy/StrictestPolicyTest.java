package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.halcyon.protocol.ClusterPolicy;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
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
      assertThat(looser(strictest, document.forRegion(region))).as(region + "\n" + yaml).isEmpty();
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
            "routing");
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

  /** In what respects one policy is looser than another. */
  private static Set<String> looser(ResolvedPolicy than, ResolvedPolicy other) {
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
    add(looser, "join", than.clustering().join() && !other.clustering().join());
    add(
        looser,
        "near_follow",
        than.clustering().nearFollows() && !other.clustering().nearFollows());
    add(looser, "most", than.clustering().most() > other.clustering().most());
    judges(looser, than, other);
    banks(looser, than, other);
    return looser;
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

  private static JudgePolicy said(ResolvedPolicy policy) {
    return Objects.requireNonNullElse(policy.judge(), JudgePolicy.USUAL);
  }

  private static List<Category> leaves(PolicyDocument document, String region) {
    return said(document.forRegion(region)).mayLeave();
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
