package dev.halcyon.app.review;

import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
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

  private final Words words;
  private final Chosen chosen;
  private final Ground ground;
  private final ObservableList<Category> categories;
  private final ObservableList<Clause> clauses;
  private final ReadOnlyObjectWrapper<Armed> armed = new ReadOnlyObjectWrapper<>(Armed.NOTHING);
  private final ReadOnlyStringWrapper complaint = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Set<Restriction>> restrictions =
      new ReadOnlyObjectWrapper<>(Set.of());
  // The action that was asked for before the policy was here to name a clause of.
  private @Nullable DecisionAction early;

  DecisionForm(Words words, Drafts drafts) {
    this.words = words;
    this.chosen = new Chosen(drafts, () -> complaint.set(""));
    this.ground = chosen.ground();
    this.categories = FXCollections.unmodifiableObservableList(ground.categories());
    this.clauses = FXCollections.unmodifiableObservableList(ground.clauses());
    restrictions.bind(chosen.restrictions());
  }

  /**
   * Begins with another case: what was typed for it before, else what the machine's argument rests
   * on. A first key is never put back.
   *
   * @param policy the policy of the case, or null while it is not known
   */
  public void begin(CaseDetail detail, @Nullable ResolvedPolicy policy) {
    chosen.begin(detail, policy);
    disarm();
  }

  /** The policy arrived after the case: its clauses can be chosen from now on. */
  public void policyArrived(CaseDetail detail, ResolvedPolicy arrived) {
    if (chosen.policyArrived(detail, arrived) && early != null) {
      complaint.set(words.say("decision.policy_here", words.name(early)));
      early = null;
    }
  }

  /** The policy cannot be had now; says so to whoever waits for it. */
  public void policyMissing(CaseDetail detail) {
    if (detail.summary().id().equals(chosen.caseId()) && early != null) {
      complaint.set(words.say("decision.policy_missing", words.name(early)));
    }
  }

  /** No case is on the desk. What was typed stays kept. */
  public void clear() {
    chosen.clear();
    disarm();
  }

  /** Puts back what an undone decision had said. */
  public void restore(DecisionDraft draft, @Nullable ResolvedPolicy known) {
    chosen.restore(draft, known);
    disarm();
  }

  /** The decision on a case is safe in the outbox: what was typed for it is not needed any more. */
  public void decided(UUID decided) {
    chosen.decided(decided);
  }

  /**
   * A key for an action: gives the draft to decide by, or nothing when a second key is needed or
   * something is missing; {@link #armed()} or {@link #complaint()} then says which.
   */
  public Optional<DecisionDraft> press(DecisionAction action) {
    UUID on = chosen.caseId();
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
        if (hasGround(action)) {
          arm(Armed.REMOVE_PERMANENTLY);
        }
        yield Optional.empty();
      }
      case RESTRICT -> {
        if (armed.get() == Armed.RESTRICT && !restrictions.get().isEmpty()) {
          yield ready(on, DecisionAction.RESTRICT, restrictions.get());
        }
        if (hasGround(action)) {
          arm(Armed.RESTRICT);
        }
        yield Optional.empty();
      }
      case UNKNOWN -> Optional.empty();
    };
  }

  /** The second key of Restrict: decides by this way together with those already ticked. */
  public Optional<DecisionDraft> restrict(Restriction way) {
    UUID on = chosen.caseId();
    if (on == null || armed.get() != Armed.RESTRICT) {
      return Optional.empty();
    }
    EnumSet<Restriction> ways = EnumSet.of(way);
    ways.addAll(restrictions.get());
    return ready(on, DecisionAction.RESTRICT, ways);
  }

  /** Ticks or unticks a way to restrict, for more than one. */
  public void tick(Restriction way, boolean ticked) {
    EnumSet<Restriction> ways = EnumSet.noneOf(Restriction.class);
    ways.addAll(restrictions.get());
    if (ticked) {
      ways.add(way);
    } else {
      ways.remove(way);
    }
    chosen.restrictions().set(Set.copyOf(ways));
  }

  private Optional<DecisionDraft> grounded(UUID on, DecisionAction action) {
    return hasGround(action) ? ready(on, action, Set.of()) : Optional.empty();
  }

  private boolean hasGround(DecisionAction action) {
    if (!ground.known()) {
      armed.set(Armed.NOTHING);
      early = action;
      complaint.set(words.say("decision.policy_pending", words.name(action)));
      return false;
    }
    boolean category = ground.category().get() != null;
    if (category && ground.clause().get() != null) {
      return true;
    }
    armed.set(Armed.NOTHING);
    complaint.set(words.say(category ? "decision.needs_clause" : "decision.needs_category"));
    return false;
  }

  private Optional<DecisionDraft> ready(UUID on, DecisionAction action, Set<Restriction> ways) {
    if (chosen.note().get().length() > DecisionDraft.MAX_NOTE) {
      complaint.set(
          words.say("decision.note_long", chosen.note().get().length(), DecisionDraft.MAX_NOTE));
      return Optional.empty();
    }
    Clause clause = action == DecisionAction.ALLOW ? null : ground.clause().get();
    return Optional.of(
        new DecisionDraft(
            on,
            action,
            ways.stream().sorted().toList(),
            clause == null ? null : ground.category().get(),
            clause == null ? null : clause.id(),
            chosen.note().get().strip(),
            // Escalating decides on nobody, so nobody is taken out of it.
            action == DecisionAction.ESCALATE
                ? List.of()
                : chosen.exceptions().get().stream().sorted().toList()));
  }

  private void arm(Armed what) {
    complaint.set("");
    armed.set(what);
  }

  /** Takes back a first key. */
  public void disarm() {
    early = null;
    armed.set(Armed.NOTHING);
    complaint.set("");
  }

  /** Says why a decision could not be made; nothing typed is lost. */
  public void complain(String why) {
    armed.set(Armed.NOTHING);
    complaint.set(why);
  }

  public ObjectProperty<@Nullable Category> category() {
    return ground.category();
  }

  public ObjectProperty<@Nullable Clause> clause() {
    return ground.clause();
  }

  public StringProperty note() {
    return chosen.note();
  }

  /** The categories of the case's policy. */
  public ObservableList<Category> categories() {
    return categories;
  }

  /** The clauses of the chosen category. */
  public ObservableList<Clause> clauses() {
    return clauses;
  }

  public ReadOnlyObjectProperty<Armed> armed() {
    return armed.getReadOnlyProperty();
  }

  /** What is missing, in words, or the empty string. */
  public ReadOnlyStringProperty complaint() {
    return complaint.getReadOnlyProperty();
  }

  /** Members of the case that the decision is not for; each gets a case of its own. */
  public ObjectProperty<Set<UUID>> exceptions() {
    return chosen.exceptions();
  }

  /** The ways to restrict that are ticked. */
  public ReadOnlyObjectProperty<Set<Restriction>> restrictions() {
    return restrictions.getReadOnlyProperty();
  }
}
