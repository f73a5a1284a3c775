package dev.halcyon.app.review;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Restriction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was typed for each case that is not decided yet; in memory only. FX thread only. */
final class Drafts {
  private final Map<UUID, Typed> byCase = new HashMap<>();

  /** What stood in the form. */
  record Typed(
      @Nullable Category category,
      @Nullable String clause,
      String note,
      Set<Restriction> restrictions,
      Set<UUID> exceptions) {}

  static Typed typed(
      Ground ground, String note, Set<Restriction> restrictions, Set<UUID> exceptions) {
    Clause clause = ground.clause().get();
    return new Typed(
        ground.category().get(),
        clause == null ? null : clause.id(),
        note,
        restrictions,
        exceptions);
  }

  /** What was typed for a case before, or null. */
  @Nullable Typed of(UUID caseId) {
    return byCase.get(caseId);
  }

  void keep(UUID caseId, Typed typed) {
    byCase.put(caseId, typed);
  }

  void forget(UUID caseId) {
    byCase.remove(caseId);
  }
}
