package dev.halcyon.app.review;

import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What the reviewer has chosen so far for the case on the desk: category, clause, note, and an
 * action that waits for its second key. What was typed for a case is kept until that case is
 * decided, also while another one is on the desk. FX thread only.
 */
public final class DecisionForm {
  /** An action whose second key is still to come. */
  public enum Armed {
    NOTHING,
    /** Restrict: which way? */
    RESTRICT,
    /** Remove permanently: once more to do it. */
    REMOVE_PERMANENTLY
  }

  private record Typed(
      @Nullable Category category,
      @Nullable Clause clause,
      String note,
      Set<Restriction> restrictions) {}

  private final Words words;
  private final Map<UUID, Typed> drafts = new HashMap<>();
  private final ObjectProperty<@Nullable Category> category = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Clause> clause = new SimpleObjectProperty<>();
  private final StringProperty note = new SimpleStringProperty("");
  private final ObservableList<Category> categories = FXCollections.observableArrayList();
  private final ObservableList<Clause> clauses = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Armed> armed = new ReadOnlyObjectWrapper<>(Armed.NOTHING);
  private final ReadOnlyStringWrapper complaint = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Set<Restriction>> restrictions =
      new ReadOnlyObjectWrapper<>(Set.of());
  private @Nullable UUID caseId;
  private @Nullable ResolvedPolicy policy;

  public DecisionForm(Words words) {
    this.words = words;
    category.subscribe((before, now) -> categoryChanged(now));
    clause.subscribe((_, _) -> complaint.set(""));
    note.subscribe((_, _) -> complaint.set(""));
  }

  private void categoryChanged(@Nullable Category now) {
    ResolvedPolicy known = policy;
    CategoryPolicy of = known == null || now == null ? null : known.category(now);
    List<Clause> fitting = of == null ? List.of() : of.clauses();
    Clause kept = clause.get();
    clauses.setAll(fitting);
    if (kept == null || !fitting.contains(kept)) {
      clause.set(fitting.isEmpty() ? null : fitting.getFirst());
    }
    complaint.set("");
  }

  /**
   * Begins with another case: what was typed for it before, else what the machine's argument rests
   * on.
   *
   * @param policy the policy of the case, or null while it is not known
   */
  public void begin(CaseDetail detail, @Nullable ResolvedPolicy policy) {
    keep();
    caseId = detail.summary().id();
    Typed typed = drafts.get(detail.summary().id());
    knowPolicy(policy);
    if (typed == null) {
      preselect(detail);
    } else {
      category.set(typed.category());
      clause.set(typed.clause());
      note.set(typed.note());
      restrictions.set(typed.restrictions());
    }
    disarm();
  }

  /** The policy arrived after the case: its clauses can be chosen from now on. */
  public void policyArrived(CaseDetail detail, ResolvedPolicy arrived) {
    if (detail.summary().id().equals(caseId)) {
      Category chosen = category.get();
      knowPolicy(arrived);
      if (chosen == null) {
        String typed = note.get();
        preselect(detail);
        note.set(typed);
      } else {
        category.set(null);
        category.set(chosen);
        preferClause(detail);
      }
    }
  }

  private void knowPolicy(@Nullable ResolvedPolicy known) {
    policy = known;
    categories.setAll(
        known == null
            ? List.of()
            : known.categories().stream().map(CategoryPolicy::category).toList());
  }

  private void preselect(CaseDetail detail) {
    Rationale rationale = detail.rationale();
    Category leading = rationale == null ? null : rationale.category();
    category.set(null);
    clause.set(null);
    note.set("");
    restrictions.set(Set.of());
    category.set(leading != null && categories.contains(leading) ? leading : null);
    preferClause(detail);
  }

  private void preferClause(CaseDetail detail) {
    Rationale rationale = detail.rationale();
    Clause named = rationale == null ? null : rationale.clause();
    if (named != null) {
      clauses.stream()
          .filter(fitting -> fitting.id().equals(named.id()))
          .findFirst()
          .ifPresent(clause::set);
    }
  }

  /** No case is on the desk. What was typed stays kept. */
  public void clear() {
    keep();
    caseId = null;
    knowPolicy(null);
    category.set(null);
    note.set("");
    restrictions.set(Set.of());
    disarm();
  }

  /** Puts back what an undone decision had said. */
  public void restore(DecisionDraft draft, @Nullable ResolvedPolicy known) {
    knowPolicy(known);
    caseId = draft.caseId();
    category.set(draft.category());
    if (draft.clause() != null) {
      clauses.stream()
          .filter(fitting -> fitting.id().equals(draft.clause()))
          .findFirst()
          .ifPresent(clause::set);
    }
    note.set(draft.note());
    restrictions.set(Set.copyOf(draft.restrictions()));
    disarm();
  }

  private void keep() {
    if (caseId != null) {
      drafts.put(caseId, new Typed(category.get(), clause.get(), note.get(), restrictions.get()));
    }
  }

  /** The decision on a case is safe in the outbox: what was typed for it is not needed any more. */
  public void decided(UUID decided) {
    drafts.remove(decided);
    if (decided.equals(caseId)) {
      caseId = null;
    }
  }

  /**
   * A key for an action: gives the draft to decide by, or nothing when a second key is needed or
   * something is missing; {@link #armed()} or {@link #complaint()} then says which.
   */
  public Optional<DecisionDraft> press(DecisionAction action) {
    UUID on = caseId;
    if (on == null) {
      return Optional.empty();
    }
    return switch (action) {
      case ALLOW, ESCALATE -> ready(on, action, Set.of());
      case REMOVE -> grounded(on, action);
      case REMOVE_PERMANENTLY -> {
        if (armed.get() == Armed.REMOVE_PERMANENTLY) {
          yield grounded(on, action);
        }
        if (hasGround()) {
          arm(Armed.REMOVE_PERMANENTLY);
        }
        yield Optional.empty();
      }
      case RESTRICT -> {
        if (armed.get() == Armed.RESTRICT && !restrictions.get().isEmpty()) {
          yield ready(on, DecisionAction.RESTRICT, restrictions.get());
        }
        if (hasGround()) {
          arm(Armed.RESTRICT);
        }
        yield Optional.empty();
      }
      case UNKNOWN -> Optional.empty();
    };
  }

  /** The second key of Restrict: decides by this way together with those already ticked. */
  public Optional<DecisionDraft> restrict(Restriction way) {
    UUID on = caseId;
    if (on == null || armed.get() != Armed.RESTRICT) {
      return Optional.empty();
    }
    EnumSet<Restriction> chosen = EnumSet.of(way);
    chosen.addAll(restrictions.get());
    return ready(on, DecisionAction.RESTRICT, chosen);
  }

  /** Ticks or unticks a way to restrict, for more than one. */
  public void tick(Restriction way, boolean ticked) {
    EnumSet<Restriction> chosen = EnumSet.noneOf(Restriction.class);
    chosen.addAll(restrictions.get());
    if (ticked) {
      chosen.add(way);
    } else {
      chosen.remove(way);
    }
    restrictions.set(Set.copyOf(chosen));
  }

  private Optional<DecisionDraft> grounded(UUID on, DecisionAction action) {
    return hasGround() ? ready(on, action, Set.of()) : Optional.empty();
  }

  private boolean hasGround() {
    if (category.get() != null && clause.get() != null) {
      return true;
    }
    armed.set(Armed.NOTHING);
    complaint.set(
        words.say(category.get() == null ? "decision.needs_category" : "decision.needs_clause"));
    return false;
  }

  private Optional<DecisionDraft> ready(UUID on, DecisionAction action, Set<Restriction> ways) {
    if (note.get().length() > DecisionDraft.MAX_NOTE) {
      complaint.set(words.say("decision.note_long", note.get().length(), DecisionDraft.MAX_NOTE));
      return Optional.empty();
    }
    boolean grounds = action != DecisionAction.ALLOW && clause.get() != null;
    List<Restriction> ordered = new ArrayList<>(ways);
    ordered.sort(null);
    Clause on1 = clause.get();
    return Optional.of(
        new DecisionDraft(
            on,
            action,
            ordered,
            grounds ? category.get() : null,
            grounds && on1 != null ? on1.id() : null,
            note.get().strip()));
  }

  private void arm(Armed what) {
    complaint.set("");
    armed.set(what);
  }

  /** Takes back a first key. */
  public void disarm() {
    armed.set(Armed.NOTHING);
    complaint.set("");
  }

  /** Says why a decision could not be made; nothing typed is lost. */
  public void complain(String why) {
    armed.set(Armed.NOTHING);
    complaint.set(why);
  }

  public ObjectProperty<@Nullable Category> category() {
    return category;
  }

  public ObjectProperty<@Nullable Clause> clause() {
    return clause;
  }

  public StringProperty note() {
    return note;
  }

  /** The categories of the case's policy. */
  public ObservableList<Category> categories() {
    return FXCollections.unmodifiableObservableList(categories);
  }

  /** The clauses of the chosen category. */
  public ObservableList<Clause> clauses() {
    return FXCollections.unmodifiableObservableList(clauses);
  }

  public ReadOnlyObjectProperty<Armed> armed() {
    return armed.getReadOnlyProperty();
  }

  /** What is missing, in words, or the empty string. */
  public ReadOnlyStringProperty complaint() {
    return complaint.getReadOnlyProperty();
  }

  /** The ways to restrict that are ticked. */
  public ReadOnlyObjectProperty<Set<Restriction>> restrictions() {
    return restrictions.getReadOnlyProperty();
  }
}
