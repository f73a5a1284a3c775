package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The review desk without its picture: which case is in the middle, what is up next, what was
 * chosen, and what became of it. FX thread only; the desk's messages are handed over to it.
 */
public final class ReviewViewModel implements AutoCloseable {
  private final ReviewDesk desk;
  private final Background background;
  private final Words words;
  private final DecisionForm form;
  private final OutboxViewModel outbox;
  private final AutoCloseable listening;
  private final PolicyShelf policies;

  private final ObservableList<UpNextRow> upNext = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable OnDesk> current = new ReadOnlyObjectWrapper<>(null);
  private final ReadOnlyObjectWrapper<LoadState> state;
  private final ReadOnlyObjectWrapper<Optional<UserProblem>> notice =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper actable = new ReadOnlyBooleanWrapper(false);
  private List<LoadedCase> loaded = List.of();
  private final Set<UUID> passedOn = new HashSet<>();
  private boolean deciding;

  /**
   * @param ui runs what touches the screen, in order: {@code Fx::run}, or at once in tests
   */
  public ReviewViewModel(ReviewDesk desk, Background background, Executor ui, Words words) {
    this.desk = desk;
    this.background = background;
    this.words = words;
    this.form = new DecisionForm(words);
    this.policies = new PolicyShelf(desk, background, words);
    this.outbox = new OutboxViewModel(words);
    this.state = new ReadOnlyObjectWrapper<>(new LoadState.Empty("review.start"));
    this.listening = desk.listen(new DeskMessages(this, ui));
  }

  void outboxIs(List<OutboxEntry> entries) {
    outbox.entries(entries);
  }

  void tell(UserProblem problem) {
    notice.set(Optional.of(problem));
  }

  void upNextIs(List<LoadedCase> cases) {
    loaded = List.copyOf(cases);
    refreshRows();
  }

  private void refreshRows() {
    OnDesk on = current.get();
    UUID open = on == null ? null : on.loaded().id();
    List<UpNextRow> rows =
        loaded.stream().map(one -> UpNextRow.of(one, one.id().equals(open))).toList();
    if (!rows.equals(upNext)) {
      upNext.setAll(rows);
    }
  }

  void show(OnDesk next) {
    OnDesk before = current.get();
    boolean same = before != null && before.loaded().id().equals(next.loaded().id());
    current.set(next);
    if (next.ours()) {
      passedOn.remove(next.loaded().id());
    }
    state.set(LoadState.READY);
    actable.set(next.ours() && !deciding);
    if (!same) {
      CaseDetail detail = next.loaded().detail();
      form.begin(detail, policies.known(detail.policy()).orElse(null));
      learnPolicy(detail);
    }
    refreshRows();
  }

  private void learnPolicy(CaseDetail detail) {
    policies.learn(detail, policy -> form.policyArrived(detail, policy), this::tell);
  }

  /** The server answers again: what could not be loaded for the case on the desk is loaded now. */
  void serverIsBack() {
    OnDesk on = current.get();
    if (on != null && policies.missed(on.loaded().detail().policy())) {
      learnPolicy(on.loaded().detail());
    }
  }

  void left(UUID caseId, CloseReason reason) {
    OnDesk on = current.get();
    if (on == null || !on.loaded().id().equals(caseId)) {
      return;
    }
    switch (reason) {
      case DECIDED -> form.decided(caseId);
      case LEASE_LOST -> greyOut(words.say("review.lease_lost"));
      case RELEASED -> {
        passedOn.add(caseId);
        clear();
        state.set(new LoadState.Empty("review.start"));
      }
      case REPLACED -> clear();
    }
  }

  void changed(Change change) {
    OnDesk on = current.get();
    CaseSummary now = change.summary();
    if (on == null || now == null || !now.id().equals(on.loaded().id()) || deciding) {
      return;
    }
    boolean newer = now.version() > on.loaded().summary().version();
    if (newer && outbox.knows(now.id())) {
      return;
    }
    if (newer && (now.state() == CaseState.DECIDED || now.state() == CaseState.CLOSED)) {
      greyOut(
          words.say(
              now.state() == CaseState.DECIDED ? "review.decided_elsewhere" : "review.withdrawn"));
    } else if (on.lease() == null && now.state() == CaseState.IN_REVIEW && now.holder() != null) {
      greyOut(words.say("review.held_elsewhere", now.holder()));
    }
  }

  /** The case stays in sight and so does what was typed; nothing can be done to it any more. */
  private void greyOut(String why) {
    OnDesk on = current.get();
    if (on != null) {
      current.set(on.lost(why));
      actable.set(false);
      form.disarm();
      refreshRows();
    }
  }

  void clear() {
    form.clear();
    current.set(null);
    actable.set(false);
    state.set(new LoadState.Empty("review.clear"));
    refreshRows();
  }

  /** Opens a case from the list, or the one another screen names. */
  public void open(UUID caseId) {
    loaded.stream()
        .filter(one -> one.id().equals(caseId))
        .findFirst()
        .ifPresent(one -> show(new OnDesk(one, null, "")));
    background
        .run(words.say("review.opening"), () -> desk.open(caseId))
        .fail(problem -> openFailed(caseId, problem));
  }

  private void openFailed(UUID caseId, UserProblem problem) {
    OnDesk on = current.get();
    if (on != null && on.loaded().id().equals(caseId) && on.lease() == null) {
      greyOut(words.say("review.not_opened", String.valueOf(problem.getMessage())));
    }
    tell(problem);
  }

  /** Goes on with the next case in order of work. */
  public void openNext() {
    likelyNext()
        .ifPresentOrElse(
            one -> show(new OnDesk(one, null, "")),
            () -> state.set(new LoadState.Loading("review.loading")));
    background.run(words.say("review.opening"), desk::openNext).fail(this::nextFailed);
  }

  private void nextFailed(UserProblem problem) {
    tell(problem);
    OnDesk on = current.get();
    if (on == null) {
      state.set(new LoadState.Failed(problem, Optional.of(this::openNext)));
    } else if (on.lease() == null) {
      greyOut(words.say("review.not_opened", String.valueOf(problem.getMessage())));
    }
  }

  /** What the desk will most likely open next: it does not bring back what was just passed on. */
  private Optional<LoadedCase> likelyNext() {
    return loaded.stream()
        .filter(one -> one.takenBy() == null && !passedOn.contains(one.id()))
        .findFirst();
  }

  /** Gives the case back to its queue; what was typed is kept in case it comes again. */
  public void release() {
    background.run(words.say("review.releasing"), desk::release).fail(this::tell);
  }

  /** A key or button for an action: decides, asks for a second key, or says what is missing. */
  public void act(DecisionAction action) {
    if (actable.get()) {
      form.press(action).ifPresent(this::decide);
    }
  }

  /** The second key of Restrict. */
  public void restrict(Restriction way) {
    if (actable.get()) {
      form.restrict(way).ifPresent(this::decide);
    }
  }

  private void decide(DecisionDraft draft) {
    deciding = true;
    actable.set(false);
    background
        .run(words.say("review.deciding"), () -> desk.decide(draft))
        .then(_ -> decided(draft))
        .fail(this::notDecided);
  }

  private void decided(DecisionDraft draft) {
    deciding = false;
    form.decided(draft.caseId());
    if (draft.action() == DecisionAction.ESCALATE) {
      passedOn.add(draft.caseId());
    }
    OnDesk on = current.get();
    if (on == null || !on.loaded().id().equals(draft.caseId())) {
      actable.set(on != null && on.ours());
      return;
    }
    likelyNext()
        .filter(one -> !one.id().equals(draft.caseId()))
        .ifPresentOrElse(one -> show(new OnDesk(one, null, "")), this::clear);
  }

  private void notDecided(UserProblem problem) {
    deciding = false;
    OnDesk on = current.get();
    actable.set(on != null && on.ours());
    form.complain(
        words.say("review.not_decided", String.valueOf(problem.getMessage()), problem.remedy()));
  }

  /** Takes the newest decision back, while its window lasts. */
  public void undo() {
    outbox
        .newestUndoable()
        .ifPresent(
            entry ->
                background
                    .run(words.say("review.undoing"), () -> desk.undo(entry.id()))
                    .then(this::undone)
                    .fail(this::tell));
  }

  private void undone(Undone undone) {
    switch (undone) {
      case Undone.Restored restored -> {
        show(new OnDesk(restored.loaded(), restored.lease(), ""));
        form.restore(
            restored.draft(), policies.known(restored.loaded().detail().policy()).orElse(null));
      }
      case Undone.CaseGone gone -> tell(new UserProblem(gone.problem()));
    }
  }

  /** Sends what was not saved once more. */
  public void retry(UUID decisionId) {
    background.run(words.say("review.deciding"), () -> desk.retry(decisionId)).fail(this::tell);
  }

  /** Gives up what was not saved. */
  public void discard(UUID decisionId) {
    background.run(words.say("review.deciding"), () -> desk.discard(decisionId)).fail(this::tell);
  }

  /** The person has read the notice. */
  public void dismissNotice() {
    notice.set(Optional.empty());
  }

  /** The loaded cases in order of work, the open one among them. */
  public ObservableList<UpNextRow> upNext() {
    return FXCollections.unmodifiableObservableList(upNext);
  }

  /** The case in the middle, or null. */
  public ReadOnlyObjectProperty<@Nullable OnDesk> current() {
    return current.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<LoadState> state() {
    return state.getReadOnlyProperty();
  }

  /** A failure beside the case, until it is dismissed. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> notice() {
    return notice.getReadOnlyProperty();
  }

  /** Whether the case in the middle can be decided now. */
  public ReadOnlyBooleanProperty actable() {
    return actable.getReadOnlyProperty();
  }

  public DecisionForm form() {
    return form;
  }

  public OutboxViewModel outbox() {
    return outbox;
  }

  /** Stops listening to the desk. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (Exception e) {
      throw new IllegalStateException("the desk could not be let go", e);
    }
  }
}
