package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
  private final Elsewhere elsewhere;
  private final DecisionsMade made;

  private final NextCases nextCases = new NextCases();
  private final DeskStanding standing = new DeskStanding(this::openNext);
  private final ReadOnlyObjectWrapper<@Nullable OnDesk> current = new ReadOnlyObjectWrapper<>(null);
  private final ReadOnlyObjectWrapper<Optional<UserProblem>> notice =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper actable = new ReadOnlyBooleanWrapper(false);
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
    this.elsewhere = new Elsewhere(words, outbox::knows);
    this.made = new DecisionsMade(desk, background, words, outbox, this::restored, this::tell);
    this.listening = desk.listen(new DeskMessages(this, ui));
  }

  void outboxIs(List<OutboxEntry> entries) {
    outbox.entries(entries);
  }

  void tell(UserProblem problem) {
    notice.set(Optional.of(problem));
  }

  void upNextIs(List<LoadedCase> cases) {
    nextCases.are(cases);
  }

  void show(OnDesk next) {
    OnDesk before = current.get();
    boolean same = before != null && before.loaded().id().equals(next.loaded().id());
    current.set(next);
    if (next.ours()) {
      nextCases.taken(next.loaded().id());
    }
    standing.ready();
    actable.set(next.ours() && !deciding);
    if (!same) {
      CaseDetail detail = next.loaded().detail();
      form.begin(detail, policies.known(detail.policy()).orElse(null));
      learnPolicy(detail);
    }
    nextCases.open(next.loaded().id());
  }

  private void learnPolicy(CaseDetail detail) {
    policies.learn(
        detail,
        policy -> form.policyArrived(detail, policy),
        problem -> {
          form.policyMissing(detail);
          tell(problem);
        });
  }

  void connection(Connection now) {
    standing.connection(now);
    if (now instanceof Connection.Online) {
      learnMissedPolicy();
    }
  }

  /** What could not be loaded for the case on the desk is loaded now. */
  private void learnMissedPolicy() {
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
        nextCases.passOn(caseId);
        clear(DeskStanding.START);
      }
      case REPLACED -> nothingNext();
    }
  }

  void changed(Change change) {
    OnDesk on = current.get();
    CaseSummary now = change.summary();
    if (on == null || now == null || !now.id().equals(on.loaded().id()) || deciding) {
      return;
    }
    elsewhere.ended(on, now).ifPresent(this::greyOut);
  }

  /** The case stays in sight and so does what was typed; nothing can be done to it any more. */
  private void greyOut(String why) {
    OnDesk on = current.get();
    if (on != null) {
      current.set(on.lost(why));
      actable.set(false);
      form.disarm();
    }
  }

  void nothingNext() {
    clear(DeskStanding.CLEAR);
  }

  private void clear(String why) {
    form.clear();
    current.set(null);
    actable.set(false);
    standing.empty(why);
    nextCases.open(null);
  }

  /** Opens a case from the list, or the one another screen names. */
  public void open(UUID caseId) {
    nextCases.find(caseId).ifPresent(one -> show(new OnDesk(one, null, "")));
    background
        .run(words.say("review.opening"), () -> desk.open(caseId))
        .fail(problem -> openFailed(caseId, problem));
  }

  private void openFailed(UUID caseId, UserProblem problem) {
    OnDesk on = current.get();
    if (on != null && on.loaded().id().equals(caseId)) {
      notTaken(on, problem);
    }
    tell(problem);
  }

  /** A case that is only shown, because it could not be claimed. */
  private void notTaken(OnDesk on, UserProblem problem) {
    if (on.lease() == null) {
      greyOut(words.say("review.not_opened", String.valueOf(problem.getMessage())));
    }
  }

  /** Goes on with the next case in order of work. */
  public void openNext() {
    nextCases.likely().ifPresentOrElse(one -> show(new OnDesk(one, null, "")), standing::looking);
    background.run(words.say("review.opening"), desk::openNext).fail(this::nextFailed);
  }

  private void nextFailed(UserProblem problem) {
    OnDesk on = current.get();
    if (on == null) {
      standing.failed(problem);
      return;
    }
    tell(problem);
    notTaken(on, problem);
  }

  /** Gives the case back to its queue; what was typed is kept in case it comes again. */
  public void release() {
    background.run(words.say("review.releasing"), desk::release).fail(this::tell);
  }

  /** A key or button for an action: decides, asks for a second key, or says what is missing. */
  public void act(DecisionAction action) {
    if (actable.get()) {
      form.press(action).ifPresentOrElse(this::decide, this::learnMissedPolicy);
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
      nextCases.passOn(draft.caseId());
    }
    OnDesk on = current.get();
    if (on == null || !on.loaded().id().equals(draft.caseId())) {
      actable.set(on != null && on.ours());
      return;
    }
    nextCases
        .likely()
        .filter(one -> !one.id().equals(draft.caseId()))
        .ifPresentOrElse(one -> show(new OnDesk(one, null, "")), this::nothingNext);
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
    made.undo();
  }

  private void restored(Undone.Restored restored) {
    show(new OnDesk(restored.loaded(), restored.lease(), ""));
    form.restore(
        restored.draft(), policies.known(restored.loaded().detail().policy()).orElse(null));
  }

  /** Sends what was not saved once more. */
  public void retry(UUID decisionId) {
    made.retry(decisionId);
  }

  /** Gives up what was not saved. */
  public void discard(UUID decisionId) {
    made.discard(decisionId);
  }

  /** The person has read the notice. */
  public void dismissNotice() {
    notice.set(Optional.empty());
  }

  /** The loaded cases in order of work, the open one among them. */
  public ObservableList<UpNextRow> upNext() {
    return nextCases.rows();
  }

  /** The case in the middle, or null. */
  public ReadOnlyObjectProperty<@Nullable OnDesk> current() {
    return current.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<LoadState> state() {
    return standing.state();
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
