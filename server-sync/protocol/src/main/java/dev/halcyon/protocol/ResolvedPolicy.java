package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy document with its region's overlay merged in: everything the cascade, the queues and the
 * reviewer's desk need, usable offline.
 *
 * @param reviewHides whether an item under REVIEW that was not yet visible stays hidden
 * @param unsupportedLanguage the verdict for a language no text model knows, never ALLOW
 * @param judge what it says of the language-model judge, or null where it says nothing
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
    @Nullable JudgePolicy judge) {
  public ResolvedPolicy {
    categories = categories == null ? List.of() : List.copyOf(categories);
    rules = rules == null ? List.of() : List.copyOf(rules);
    stages = stages == null ? List.of() : List.copyOf(stages);
    queues = queues == null ? List.of() : List.copyOf(queues);
    sla = sla == null ? List.of() : List.copyOf(sla);
  }

  /** A policy that says nothing of the judge. */
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
        ref, title, categories, rules, stages, queues, sla, reviewHides, unsupportedLanguage, null);
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
