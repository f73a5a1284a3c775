package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy document with its region's overlay merged in: everything the cascade, the queues and the
 * reviewer's desk need, usable offline.
 *
 * @param reviewHides whether an item under REVIEW that was not yet visible stays hidden
 * @param unsupportedLanguage the verdict for a language no text model knows, never ALLOW
 * @param clocks time limits of the law that apply here
 * @param judge what it says of the language-model judge, or null where it says nothing
 * @param banks the banks of known content it uses, in the order in which they are asked
 * @param retention how long data is kept; what is not named is kept until somebody deletes it
 * @param routing which queue takes what, before the queues' own filters are asked
 * @param clusters what becomes of near duplicates, or null where it says nothing
 * @param underReview what becomes of items in sight that a person has to look at
 * @param wellness how much people are handed, or null where it says nothing
 */
public record ResolvedPolicy(
    PolicyRef ref,
    String title,
    List<CategoryPolicy> categories,
    List<PolicyRule> rules,
    List<StageSpec> stages,
    List<QueueSpec> queues,
    List<SlaSpec> sla,
    boolean reviewHides,
    Verdict unsupportedLanguage,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ClockSpec> clocks,
    @Nullable JudgePolicy judge,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BankSpec> banks,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RetentionSpec> retention,
    @Nullable ClusterPolicy clusters,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RoutingRule> routing,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UnderReview> underReview,
    @Nullable WellnessPolicy wellness) {
  public ResolvedPolicy {
    categories = categories == null ? List.of() : List.copyOf(categories);
    rules = rules == null ? List.of() : List.copyOf(rules);
    stages = stages == null ? List.of() : List.copyOf(stages);
    queues = queues == null ? List.of() : List.copyOf(queues);
    sla = sla == null ? List.of() : List.copyOf(sla);
    clocks = clocks == null ? List.of() : List.copyOf(clocks);
    banks = banks == null ? List.of() : List.copyOf(banks);
    retention = retention == null ? List.of() : List.copyOf(retention);
    routing = routing == null ? List.of() : List.copyOf(routing);
    underReview = underReview == null ? List.of() : List.copyOf(underReview);
  }

  /** A policy that limits nobody. */
  public ResolvedPolicy(
      PolicyRef ref,
      String title,
      List<CategoryPolicy> categories,
      List<PolicyRule> rules,
      List<StageSpec> stages,
      List<QueueSpec> queues,
      List<SlaSpec> sla,
      boolean reviewHides,
      Verdict unsupportedLanguage,
      List<ClockSpec> clocks,
      @Nullable JudgePolicy judge,
      List<BankSpec> banks,
      List<RetentionSpec> retention,
      @Nullable ClusterPolicy clusters,
      List<RoutingRule> routing,
      List<UnderReview> underReview) {
    this(
        ref,
        title,
        categories,
        rules,
        stages,
        queues,
        sla,
        reviewHides,
        unsupportedLanguage,
        clocks,
        judge,
        banks,
        retention,
        clusters,
        routing,
        underReview,
        null);
  }

  /** A policy under which review takes nothing out of sight that was in sight. */
  public ResolvedPolicy(
      PolicyRef ref,
      String title,
      List<CategoryPolicy> categories,
      List<PolicyRule> rules,
      List<StageSpec> stages,
      List<QueueSpec> queues,
      List<SlaSpec> sla,
      boolean reviewHides,
      Verdict unsupportedLanguage,
      List<ClockSpec> clocks,
      @Nullable JudgePolicy judge,
      List<BankSpec> banks,
      List<RetentionSpec> retention,
      @Nullable ClusterPolicy clusters,
      List<RoutingRule> routing) {
    this(
        ref,
        title,
        categories,
        rules,
        stages,
        queues,
        sla,
        reviewHides,
        unsupportedLanguage,
        clocks,
        judge,
        banks,
        retention,
        clusters,
        routing,
        List.of());
  }

  /** A policy that says nothing of near duplicates and routes by the queues' filters alone. */
  public ResolvedPolicy(
      PolicyRef ref,
      String title,
      List<CategoryPolicy> categories,
      List<PolicyRule> rules,
      List<StageSpec> stages,
      List<QueueSpec> queues,
      List<SlaSpec> sla,
      boolean reviewHides,
      Verdict unsupportedLanguage,
      List<ClockSpec> clocks,
      @Nullable JudgePolicy judge,
      List<BankSpec> banks,
      List<RetentionSpec> retention) {
    this(
        ref,
        title,
        categories,
        rules,
        stages,
        queues,
        sla,
        reviewHides,
        unsupportedLanguage,
        clocks,
        judge,
        banks,
        retention,
        null,
        List.of());
  }

  /** A policy that says nothing of clocks and the judge, uses no banks and keeps what it has. */
  public ResolvedPolicy(
      PolicyRef ref,
      String title,
      List<CategoryPolicy> categories,
      List<PolicyRule> rules,
      List<StageSpec> stages,
      List<QueueSpec> queues,
      List<SlaSpec> sla,
      boolean reviewHides,
      Verdict unsupportedLanguage) {
    this(
        ref,
        title,
        categories,
        rules,
        stages,
        queues,
        sla,
        reviewHides,
        unsupportedLanguage,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  /** What becomes of near duplicates, said or usual. */
  public ClusterPolicy clustering() {
    return clusters == null ? ClusterPolicy.USUAL : clusters;
  }

  /** How much people are handed, said or without limits. */
  public WellnessPolicy resting() {
    return wellness == null ? WellnessPolicy.NONE : wellness;
  }

  /** The same policy with other words about the people who look. */
  public ResolvedPolicy withWellness(@Nullable WellnessPolicy said) {
    return new ResolvedPolicy(
        ref,
        title,
        categories,
        rules,
        stages,
        queues,
        sla,
        reviewHides,
        unsupportedLanguage,
        clocks,
        judge,
        banks,
        retention,
        clusters,
        routing,
        underReview,
        said);
  }

  /** What this policy says of a category, or null when it is silent. */
  public @Nullable CategoryPolicy category(Category category) {
    for (CategoryPolicy candidate : categories) {
      if (candidate.category() == category) {
        return candidate;
      }
    }
    return null;
  }

  /** The clause with this id, or null. */
  public @Nullable Clause clause(@Nullable String id) {
    for (CategoryPolicy category : categories) {
      for (Clause clause : category.clauses()) {
        if (clause.id().equals(id)) {
          return clause;
        }
      }
    }
    return null;
  }
}
