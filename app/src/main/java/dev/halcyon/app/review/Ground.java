package dev.halcyon.app.review;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on: a category of the policy and one of its clauses. Another category
 * brings its own clauses, the first of them chosen. FX thread only.
 */
final class Ground {
  private final ObjectProperty<@Nullable Category> category = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Clause> clause = new SimpleObjectProperty<>();
  private final ObservableList<Category> categories = FXCollections.observableArrayList();
  private final ObservableList<Clause> clauses = FXCollections.observableArrayList();
  private @Nullable ResolvedPolicy policy;

  Ground() {
    category.subscribe((before, now) -> categoryChanged(now));
  }

  private void categoryChanged(@Nullable Category now) {
    List<Clause> fitting = fitting(now);
    Clause kept = clause.get();
    show(clauses, fitting);
    if (kept == null || !fitting.contains(kept)) {
      clause.set(fitting.isEmpty() ? null : fitting.getFirst());
    }
  }

  private List<Clause> fitting(@Nullable Category of) {
    ResolvedPolicy known = policy;
    CategoryPolicy found = known == null || of == null ? null : known.category(of);
    return found == null ? List.of() : found.clauses();
  }

  /** The policy to choose from, or null while it is not known. */
  void policy(@Nullable ResolvedPolicy known) {
    policy = known;
    show(
        categories,
        known == null
            ? List.of()
            : known.categories().stream().map(CategoryPolicy::category).toList());
  }

  /** The same choice again is no change: each builds the drop-down list anew. */
  private static <T> void show(ObservableList<T> choice, List<T> now) {
    if (!choice.equals(now)) {
      choice.setAll(now);
    }
  }

  /** Whether there is a policy to choose from yet. */
  boolean known() {
    return policy != null;
  }

  /** Chooses what the machine's argument rests on, or nothing. */
  void preselect(CaseDetail detail) {
    Rationale rationale = detail.rationale();
    Category leading = rationale == null ? null : rationale.category();
    Clause named = rationale == null ? null : rationale.clause();
    choose(
        leading != null && categories.contains(leading) ? leading : null,
        named == null ? null : named.id());
  }

  /** Keeps the category and chooses the argument's clause where it belongs to it. */
  void preferClause(CaseDetail detail) {
    Rationale rationale = detail.rationale();
    Clause named = rationale == null ? null : rationale.clause();
    prefer(named == null ? null : named.id());
  }

  /** Chooses a category anew and, where it has one of this id, a clause; else its first. */
  void choose(@Nullable Category wanted, @Nullable String clauseId) {
    List<Clause> fitting = fitting(wanted);
    // What there is to choose from before what is chosen: a drop-down list shows nothing else.
    show(clauses, fitting);
    clause.set(
        fitting.stream()
            .filter(one -> one.id().equals(clauseId))
            .findFirst()
            .or(() -> fitting.stream().findFirst())
            .orElse(null));
    category.set(wanted);
  }

  private void prefer(@Nullable String clauseId) {
    clauses.stream()
        .filter(fitting -> fitting.id().equals(clauseId))
        .findFirst()
        .ifPresent(clause::set);
  }

  ObjectProperty<@Nullable Category> category() {
    return category;
  }

  ObjectProperty<@Nullable Clause> clause() {
    return clause;
  }

  ObservableList<Category> categories() {
    return categories;
  }

  ObservableList<Clause> clauses() {
    return clauses;
  }
}
