package dev.halcyon.engine.policy;

import dev.halcyon.engine.cache.CacheStage;
import dev.halcyon.engine.cache.MediaCacheStage;
import dev.halcyon.engine.fusion.CombinationStage;
import dev.halcyon.engine.known.BanksStage;
import dev.halcyon.engine.personal.PersonalDataStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.ThresholdRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold between the parts of a policy, beyond each field by itself. Stateless. */
final class PolicyChecks {
  private static final String DECODE = "media.decode";

  private PolicyChecks() {}

  static void check(ResolvedPolicy policy, List<String> problems) {
    categories(policy, problems);
    rules(policy, problems);
    stages(policy, problems);
    queues(policy, problems);
    BankReader.check(policy, problems);
    RoutingReader.check(policy, problems);
    Set<String> clocks = new HashSet<>();
    for (ClockSpec clock : policy.clocks()) {
      if (!clocks.add(clock.id())) {
        problems.add("clocks: the id " + clock.id() + " stands twice");
      }
    }
    Set<Priority> seen = new HashSet<>();
    for (SlaSpec sla : policy.sla()) {
      if (!seen.add(sla.priority())) {
        problems.add("sla: " + sla.priority() + " stands twice");
      }
    }
    for (CategoryPolicy category : policy.categories()) {
      if (!seen.contains(category.priority())) {
        problems.add("sla: no entry for " + category.priority());
        seen.add(category.priority());
      }
    }
  }

  private static void categories(ResolvedPolicy policy, List<String> problems) {
    if (policy.categories().isEmpty()) {
      problems.add("categories: at least one is needed");
    }
    Set<Category> categories = new HashSet<>();
    Set<String> clauses = new HashSet<>();
    for (int i = 0; i < policy.categories().size(); i++) {
      CategoryPolicy category = policy.categories().get(i);
      String path = "categories[" + i + "]";
      if (!categories.add(category.category())) {
        problems.add(path + ": " + category.category().id() + " stands twice");
      }
      if (category.clauses().isEmpty()) {
        problems.add(path + ".clauses: a decision needs a clause to rest on");
      }
      for (Clause clause : category.clauses()) {
        if (!clauses.add(clause.id())) {
          problems.add(path + ".clauses: the id " + clause.id() + " stands twice");
        }
      }
      thresholds(category, path, problems);
    }
  }

  private static void thresholds(CategoryPolicy category, String path, List<String> problems) {
    Set<ThresholdKey> seen = new HashSet<>();
    for (ThresholdRule rule : category.thresholds()) {
      if (!seen.add(
          new ThresholdKey(rule.language(), rule.region(), rule.surface(), rule.audience()))) {
        problems.add(path + ".thresholds: two for the same language, region, surface and audience");
      }
    }
    if (!seen.contains(new ThresholdKey(null, null, null, null))) {
      problems.add(
          path + ".thresholds: one without language, region, surface and audience is needed");
    }
  }

  private static void rules(ResolvedPolicy policy, List<String> problems) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < policy.rules().size(); i++) {
      PolicyRule rule = policy.rules().get(i);
      String path = "rules[" + i + "] (" + rule.id() + ")";
      if (!ids.add(rule.id())) {
        problems.add(path + ": the id stands twice");
      }
      if (policy.category(rule.category()) == null) {
        problems.add(path + ".category: this policy says nothing of " + rule.category().id());
      }
      @Nullable Clause clause = policy.clause(rule.clause());
      if (rule.clause() != null && clause == null) {
        problems.add(path + ".clause: there is no clause " + rule.clause());
      } else if (clause != null && clause.category() != rule.category()) {
        problems.add(path + ".clause: " + rule.clause() + " belongs to " + clause.category().id());
      }
    }
  }

  private static void stages(ResolvedPolicy policy, List<String> problems) {
    Set<String> names = new HashSet<>();
    for (StageSpec stage : policy.stages()) {
      if (!names.add(stage.stage())) {
        problems.add("stages: " + stage.stage() + " stands twice");
      }
      if (stage.stage().equals("fusion")) {
        problems.add("stages: fusion always runs last and is not listed");
      }
    }
    List<String> order = policy.stages().stream().map(StageSpec::stage).toList();
    caches(order, problems);
    if (names.isEmpty()) {
      problems.add("stages: at least one is needed");
    }
    for (int i = 0; i < policy.rules().size(); i++) {
      PolicyRule rule = policy.rules().get(i);
      String stage =
          switch (rule.kind()) {
            case PERSONAL_DATA -> PersonalDataStage.NAME;
            case COMBINATION -> CombinationStage.NAME;
            default -> "";
          };
      if (!stage.isEmpty() && !names.contains(stage)) {
        problems.add(
            "rules[%d] (%s): nothing reads it, for the stage %s is not listed"
                .formatted(i, rule.id(), stage));
      }
    }
  }

  private static void caches(List<String> order, List<String> problems) {
    for (String cache : CacheStage.NAMES) {
      for (String before : List.of(BanksStage.NAME, TextRulesStage.NAME)) {
        if (order.contains(cache) && order.indexOf(before) > order.indexOf(cache)) {
          problems.add(
              "stages: %s must stand before %s, which would answer in its place"
                  .formatted(before, cache));
        }
      }
    }
    int media = order.indexOf(MediaCacheStage.NAME);
    if (media >= 0 && order.lastIndexOf(DECODE) != media - 1) {
      problems.add(
          "stages: %s must stand right after %s, whose pictures it compares"
              .formatted(MediaCacheStage.NAME, DECODE));
    }
  }

  private static void queues(ResolvedPolicy policy, List<String> problems) {
    Set<String> ids = new HashSet<>();
    boolean takesAll = false;
    boolean escalation = false;
    for (QueueSpec queue : policy.queues()) {
      if (!ids.add(queue.id())) {
        problems.add("queues: the id " + queue.id() + " stands twice");
      }
      escalation |= queue.escalation();
      takesAll |= takesAll(queue);
    }
    if (!takesAll) {
      problems.add(
          "queues: one without filters and skills is needed, so that no case is left over");
    }
    if (!escalation) {
      problems.add("queues: one with escalation: true is needed");
    }
  }

  private static boolean takesAll(QueueSpec queue) {
    return !queue.escalation()
        && queue.categories().isEmpty()
        && queue.languages().isEmpty()
        && queue.priorities().isEmpty()
        && queue.kinds().isEmpty()
        && queue.skills().isEmpty();
  }

  private record ThresholdKey(
      @Nullable String language,
      @Nullable String region,
      @Nullable Object surface,
      @Nullable Object audience) {}
}
