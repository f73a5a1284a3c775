package dev.halcyon.app.review;

import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.draft.CaseDraft;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the form for the case on the desk: category, clause, note, ways to restrict,
 * members taken out. Each change by a person is kept as a draft until the case is decided, and put
 * back when the case comes again. FX thread only.
 */
final class Chosen {
  private final Drafts drafts;
  private final Runnable changed;
  private final Ground ground = new Ground();
  private final StringProperty note = new SimpleStringProperty("");
  private final ObjectProperty<Set<Restriction>> restrictions =
      new SimpleObjectProperty<>(Set.of());
  private final ObjectProperty<Set<UUID>> exceptions = new SimpleObjectProperty<>(Set.of());
  private @Nullable UUID caseId;
  // What stood there before anything was typed.
  private @Nullable CaseDraft untouched;
  // The clause chosen before, while the policy that has it is not here.
  private @Nullable String clauseToCome;
  private boolean filling;

  /**
   * @param changed hears when category, clause or note is another one
   */
  Chosen(Drafts drafts, Runnable changed) {
    this.drafts = drafts;
    this.changed = changed;
    ground.category().subscribe((_, _) -> typed());
    ground.clause().subscribe((_, _) -> typed());
    note.subscribe((_, _) -> typed());
    restrictions.subscribe((_, _) -> remember());
    exceptions.subscribe((_, _) -> remember());
  }

  private void typed() {
    changed.run();
    remember();
  }

  /** Keeps what now stands there, unless nothing of it came from a person. */
  private void remember() {
    UUID on = caseId;
    if (filling || on == null) {
      return;
    }
    CaseDraft now = draft(on);
    if (now.equals(untouched)) {
      drafts.forget(on);
    } else {
      drafts.keep(now);
    }
  }

  private CaseDraft draft(UUID on) {
    return new CaseDraft(
        on,
        ground.category().get(),
        clauseId(),
        note.get(),
        List.copyOf(restrictions.get()),
        List.copyOf(exceptions.get()));
  }

  private @Nullable String clauseId() {
    Clause chosen = ground.clause().get();
    return chosen == null ? clauseToCome : chosen.id();
  }

  /** Begins with another case; {@code policy} is null while it is not known. */
  void begin(CaseDetail detail, @Nullable ResolvedPolicy policy) {
    UUID on = detail.summary().id();
    filling(
        () -> {
          caseId = on;
          clauseToCome = null;
          ground.policy(policy);
          ground.preselect(detail);
          fill("", Set.of(), Set.of());
          untouched = draft(on);
          CaseDraft before = drafts.of(on);
          if (before != null) {
            putBack(before);
          }
        });
  }

  private void putBack(CaseDraft before) {
    if (before.category() != null) {
      choose(before.category(), before.clause());
    }
    fill(before.note(), Set.copyOf(before.restrictions()), Set.copyOf(before.exceptions()));
  }

  private void choose(@Nullable Category category, @Nullable String clause) {
    ground.choose(category, clause);
    clauseToCome = ground.known() ? null : clause;
  }

  /** Whether the policy that arrived is that of the case here, whose clauses it brings. */
  boolean policyArrived(CaseDetail detail, ResolvedPolicy arrived) {
    UUID on = detail.summary().id();
    boolean here = on.equals(caseId);
    if (here) {
      filling(() -> rest(detail, on, arrived));
    }
    return here;
  }

  private void rest(CaseDetail detail, UUID on, ResolvedPolicy arrived) {
    Category chosen = ground.category().get();
    String clause = clauseToCome;
    clauseToCome = null;
    ground.policy(arrived);
    ground.preselect(detail);
    untouched = new CaseDraft(on, ground.category().get(), clauseId(), "", List.of(), List.of());
    if (chosen != null) {
      ground.choose(chosen, clause);
      if (clause == null) {
        ground.preferClause(detail);
      }
    }
  }

  /** No case is on the desk. What was typed stays kept. */
  void clear() {
    filling(
        () -> {
          caseId = null;
          ground.policy(null);
          choose(null, null);
          fill("", Set.of(), Set.of());
        });
  }

  /** Puts back what an undone decision had said. */
  void restore(DecisionDraft draft, @Nullable ResolvedPolicy known) {
    filling(
        () -> {
          caseId = draft.caseId();
          ground.policy(known);
          choose(draft.category(), draft.clause());
          fill(draft.note(), Set.copyOf(draft.restrictions()), Set.copyOf(draft.exceptions()));
        });
    remember();
  }

  private void fill(String words, Set<Restriction> ways, Set<UUID> apart) {
    note.set(words);
    restrictions.set(ways);
    exceptions.set(apart);
  }

  /** Changes what stands there without anybody having typed it. */
  private void filling(Runnable change) {
    filling = true;
    try {
      change.run();
    } finally {
      filling = false;
    }
  }

  /** The decision on a case is safe: what was typed for it is not needed any more. */
  void decided(UUID decided) {
    drafts.forget(decided);
    if (decided.equals(caseId)) {
      caseId = null;
    }
  }

  /** The case here, or null. */
  @Nullable UUID caseId() {
    return caseId;
  }

  Ground ground() {
    return ground;
  }

  StringProperty note() {
    return note;
  }

  ObjectProperty<Set<Restriction>> restrictions() {
    return restrictions;
  }

  ObjectProperty<Set<UUID>> exceptions() {
    return exceptions;
  }
}
