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
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.StringProperty;
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
  private final Openings openings;
  private final Middle middle;
  // Heard while the decision's own end was still on its way here.
  private boolean nothingLeft;
  // The person rests, or will after this case: no other comes.
  private boolean paused;

  /**
   * @param ui runs what touches the screen, in order: {@code Fx::run}, or at once in tests
   * @param preparing makes cases ready to be shown
   */
  public ReviewViewModel(
      ReviewDesk desk, Background background, Executor ui, Words words, Preparing preparing) {
    this.desk = desk;
    this.background = background;
    this.words = words;
    this.form =
        new DecisionForm(
            words, new Drafts(desk, background, words.say("review.draft_work"), this::tell));
    this.policies = new PolicyShelf(desk, background, words);
    this.outbox = new OutboxViewModel(words);
    this.elsewhere = new Elsewhere(words, outbox::knows);
    this.made = new DecisionsMade(desk, background, words, outbox, this::restored, this::tell);
    this.middle = new Middle(words, form, nextCases, policies, this::openNext);
    this.openings = new Openings(desk, background, words, nextCases, middle);
    this.listening =
        desk.listen(
            new DeskMessages(
                this, middle, ui, preparing, background, words.say("review.preparing_work")));
  }

  void outboxIs(List<OutboxEntry> entries) {
    outbox.entries(entries);
  }

  void tell(UserProblem problem) {
    middle.tell(problem);
  }

  void upNextIs(List<LoadedCase> cases) {
    nextCases.are(cases);
    openings.listChanged();
  }

  void show(OnDesk next) {
    middle.show(next);
  }

  void connection(Connection now) {
    middle.connection(now);
    if (now instanceof Connection.Online) {
      middle.learnMissedPolicy();
      middle.lost().ifPresent(openings::open);
    }
  }

  void left(UUID caseId, CloseReason reason) {
    OnDesk on = middle.on();
    if (on == null || !on.loaded().id().equals(caseId)) {
      return;
    }
    switch (reason) {
      case DECIDED -> form.decided(caseId);
      case LEASE_LOST -> middle.lose();
      case RELEASED -> {
        nextCases.passOn(caseId);
        middle.empty(paused ? DeskStanding.PAUSED : DeskStanding.START);
      }
      case REPLACED -> nothingNext();
    }
  }

  void changed(Change change) {
    OnDesk on = middle.on();
    CaseSummary now = change.summary();
    if (on == null || now == null || !now.id().equals(on.loaded().id()) || middle.isBusy()) {
      return;
    }
    elsewhere.ended(on, now).ifPresent(middle::greyOut);
  }

  /** Nothing waits that could be opened; what is open stays. */
  void nothingNext() {
    OnDesk on = middle.on();
    nothingLeft = middle.isBusy();
    if (on == null || !on.ours()) {
      middle.empty(DeskStanding.CLEAR);
    }
  }

  /** Opens a case from the list, or the one another screen names. */
  public void open(UUID caseId) {
    if (paused) {
      tell(
          new UserProblem(
              "desk.paused",
              words.say("problem.said.desk.paused"),
              words.say("problem.said.desk.paused.remedy")));
    } else {
      openings.open(caseId);
    }
  }

  /** No further case comes to the desk; what is open can be finished. */
  public void pause() {
    paused = true;
    OnDesk on = middle.on();
    if (on == null || !on.ours()) {
      middle.empty(DeskStanding.PAUSED);
    }
  }

  /** Cases come again; this one first, where it still waits. */
  public void resume(Optional<UUID> before) {
    paused = false;
    if (middle.on() == null) {
      middle.empty(DeskStanding.START);
    }
    before.ifPresent(this::open);
  }

  /** When what the person may not see now comes back, in words; empty while nobody knows. */
  public StringProperty back() {
    return middle.back();
  }

  /** Goes on with the next case in order of work. */
  public void openNext() {
    if (!paused) {
      openings.next();
    }
  }

  /** The next case, whatever stands there: an open one goes back without a reason. */
  public void next() {
    OnDesk on = middle.on();
    if (paused) {
      release(); // passed on, and no other comes
    } else if (on != null && on.ours() && !middle.isBusy()) {
      openings.skip(on.loaded().id());
    } else if (!middle.isBusy()) {
      openings.next();
    }
  }

  /** "Take me off this": the case and its like go to others, and nobody asks why. */
  public void takeOff() {
    if (middle.actable().get()) {
      openings.takeOff();
    }
  }

  /** Takes all kinds of case again. */
  public void endRelief() {
    openings.endRelief();
  }

  /** Gives the case back to its queue; what was typed is kept in case it comes again. */
  public void release() {
    background.run(words.say("review.releasing"), desk::release).fail(this::tell);
  }

  /** A key or button for an action: decides, asks for a second key, or says what is missing. */
  public void act(DecisionAction action) {
    if (middle.actable().get()) {
      form.press(action).ifPresentOrElse(this::decide, middle::learnMissedPolicy);
    } else if (middle.isBeingTaken()) {
      form.complain(words.say("review.not_yet"));
    }
  }

  /** The second key of Restrict. */
  public void restrict(Restriction way) {
    if (middle.actable().get()) {
      form.restrict(way).ifPresent(this::decide);
    }
  }

  private void decide(DecisionDraft draft) {
    nothingLeft = false;
    middle.busy(true);
    background
        .run(words.say("review.deciding"), () -> desk.decide(draft))
        .then(_ -> decided(draft))
        .fail(this::notDecided);
  }

  private void decided(DecisionDraft draft) {
    middle.busy(false);
    form.decided(draft.caseId());
    if (draft.action() == DecisionAction.ESCALATE) {
      nextCases.passOn(draft.caseId());
    }
    OnDesk on = middle.on();
    if (on == null || !on.loaded().id().equals(draft.caseId())) {
      return;
    }
    nextCases.gone(draft.caseId());
    if (paused) {
      middle.empty(DeskStanding.PAUSED);
    } else if (nothingLeft) {
      middle.empty(DeskStanding.CLEAR);
    } else {
      openings.showLikely();
    }
  }

  private void notDecided(UserProblem problem) {
    middle.busy(false);
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

  /** The case that is this person's: on the desk, or lost by nobody's doing. */
  public Optional<UUID> mine() {
    OnDesk on = middle.on();
    return on != null && on.ours() ? Optional.of(on.loaded().id()) : middle.lost();
  }

  /** The person has read the notice. */
  public void dismissNotice() {
    middle.dismissNotice();
  }

  /** The loaded cases in order of work, the open one among them. */
  public ObservableList<UpNextRow> upNext() {
    return nextCases.rows();
  }

  /** The first of them. */
  public Optional<LoadedCase> firstAhead() {
    return nextCases.first();
  }

  /** The case in the middle, or null. */
  public ReadOnlyObjectProperty<@Nullable OnDesk> current() {
    return middle.current();
  }

  public ReadOnlyObjectProperty<LoadState> state() {
    return middle.state();
  }

  /** A failure beside the case, until it is dismissed. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> notice() {
    return middle.notice();
  }

  /** Whether the case in the middle can be decided now. */
  public ReadOnlyBooleanProperty actable() {
    return middle.actable();
  }

  /**
   * Whether the acts are offered: also in the moment before the case in the middle is ours, or all
   * of them would be drawn twice with each case.
   */
  public ReadOnlyBooleanProperty offered() {
    return middle.offered();
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
