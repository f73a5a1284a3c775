package dev.halcyon.app.review;

import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the middle of the desk: a case and whether it can be decided, or why none is
 * there; and the notice beside it. FX thread only.
 */
final class Middle {
  /** The desk's word that a case will come by itself, see {@code Onward}. */
  private static final String WAITED = "desk.undo-holds";

  private final DecisionForm form;
  private final NextCases nextCases;
  private final Words words;
  private final PolicyShelf policies;
  private final DeskStanding standing;
  private final ReadOnlyObjectWrapper<@Nullable OnDesk> current = new ReadOnlyObjectWrapper<>(null);
  private final ReadOnlyObjectWrapper<Optional<UserProblem>> notice =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper actable = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyBooleanWrapper offered = new ReadOnlyBooleanWrapper(false);
  private boolean busy;
  private @Nullable UUID lost;

  /**
   * @param next looks for the next case, once the server may be back
   */
  Middle(Words words, DecisionForm form, NextCases nextCases, PolicyShelf policies, Runnable next) {
    this.words = words;
    this.form = form;
    this.nextCases = nextCases;
    this.policies = policies;
    this.standing = new DeskStanding(next);
  }

  void show(OnDesk next) {
    lost = null;
    OnDesk before = current.get();
    boolean same = before != null && before.loaded().id().equals(next.loaded().id());
    current.set(next);
    if (next.ours()) {
      nextCases.taken(next.loaded().id());
      if (notice.get().filter(said -> said.code().equals(WAITED)).isPresent()) {
        dismissNotice(); // the wait it tells of is over
      }
    }
    standing.ready();
    mayAct();
    if (same && next.ours() && !before.ours()) {
      form.disarm(); // what was said of waiting for the claim
    }
    if (!same) {
      CaseDetail detail = next.loaded().detail();
      form.begin(detail, policies.known(detail.policy()).orElse(null));
      learnPolicy(detail);
    }
    nextCases.open(next.loaded().id());
  }

  /** The case on the desk changed on the server: what was typed and chosen stays. */
  void refresh(LoadedCase now) {
    OnDesk on = current.get();
    if (on == null || !on.loaded().id().equals(now.id()) || !on.gone().isEmpty()) {
      return;
    }
    boolean samePolicy = on.loaded().detail().policy().equals(now.detail().policy());
    current.set(new OnDesk(now, on.lease(), ""));
    if (!samePolicy) {
      learnPolicy(now.detail());
    }
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

  /** What could not be loaded for the case on the desk is loaded now. */
  void learnMissedPolicy() {
    OnDesk on = current.get();
    if (on != null && policies.missed(on.loaded().detail().policy())) {
      learnPolicy(on.loaded().detail());
    }
  }

  /** Nothing stands there; the next case is looked for. */
  void looking() {
    clear();
    standing.looking();
  }

  /** Nothing stands there, {@code why} is the key of the words. */
  void empty(String why) {
    clear();
    standing.empty(why);
  }

  private void clear() {
    form.clear();
    current.set(null);
    mayAct();
    nextCases.open(null);
  }

  /**
   * The lease ended. While the server is away nobody else need have taken the case, so it is asked
   * for again as soon as the server answers.
   */
  void lose() {
    OnDesk on = current.get();
    boolean away = standing.isAway();
    greyOut(words.say(away ? "review.lease_lost_away" : "review.lease_lost"));
    lost = on != null && away ? on.loaded().id() : null;
  }

  /** The case in the middle when its lease ended while the server was away. */
  Optional<UUID> lost() {
    OnDesk on = current.get();
    return Optional.ofNullable(lost).filter(id -> on != null && on.loaded().id().equals(id));
  }

  /** The case stays in sight and so does what was typed; nothing can be done to it any more. */
  void greyOut(String why) {
    lost = null;
    OnDesk on = current.get();
    if (on != null) {
      current.set(on.lost(why));
      mayAct();
      form.disarm();
    }
  }

  /** The next case could not be had. */
  void failed(UserProblem problem) {
    standing.failed(problem);
  }

  /** See {@link DeskStanding#back}. */
  StringProperty back() {
    return standing.back();
  }

  /** A failure of the desk's own work, told beside the case, or in its place when none is there. */
  void tell(UserProblem problem) {
    OnDesk on = current.get();
    if (DeskStanding.isRest(problem) && (on == null || !on.ours())) {
      // No failure: what was shown as the next is not, and nobody is to blame.
      clear();
      standing.failed(problem);
    } else if (on == null && standing.isLooking()) {
      standing.failed(problem);
    } else {
      notice.set(Optional.of(problem));
    }
  }

  /**
   * A failure of work that nobody here asked for. That the server is away is said once, over every
   * screen, and not beside the case too.
   */
  void heard(UserProblem problem) {
    boolean looking = current.get() == null && standing.isLooking();
    if (looking || !standing.isAway() || !problem.isOfNetwork()) {
      tell(problem);
    }
  }

  void dismissNotice() {
    notice.set(Optional.empty());
  }

  void connection(Connection now) {
    standing.connection(now);
    if (standing.isAway() && notice.get().filter(UserProblem::isOfNetwork).isPresent()) {
      dismissNotice(); // said by the frame from here on
    }
  }

  /** While a decision is being kept nothing else can be done to the case. */
  void busy(boolean now) {
    busy = now;
    mayAct();
  }

  private void mayAct() {
    OnDesk on = current.get();
    actable.set(!busy && on != null && on.ours());
    offered.set(on != null && on.gone().isEmpty());
  }

  /** Whether a case stands there that is just being taken. */
  boolean isBeingTaken() {
    return !busy && offered.get() && !actable.get();
  }

  boolean isBusy() {
    return busy;
  }

  @Nullable OnDesk on() {
    return current.get();
  }

  ReadOnlyObjectProperty<@Nullable OnDesk> current() {
    return current.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<LoadState> state() {
    return standing.state();
  }

  ReadOnlyObjectProperty<Optional<UserProblem>> notice() {
    return notice.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty actable() {
    return actable.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty offered() {
    return offered.getReadOnlyProperty();
  }
}
