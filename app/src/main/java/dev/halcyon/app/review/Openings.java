package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import java.util.Date;
import java.util.UUID;

/**
 * Brings cases to the desk: what is loaded stands there at once, the claim follows, and where
 * somebody else was first, the case after it takes its place. FX thread only.
 */
final class Openings {
  private final ReviewDesk desk;
  private final Background background;
  private final Words words;
  private final NextCases nextCases;
  private final Middle middle;
  // What stands there without a claim came because it was next, not because it was chosen.
  private boolean following;

  Openings(
      ReviewDesk desk, Background background, Words words, NextCases nextCases, Middle middle) {
    this.desk = desk;
    this.background = background;
    this.words = words;
    this.nextCases = nextCases;
    this.middle = middle;
  }

  /** Opens a case that was chosen. */
  void open(UUID caseId) {
    following = false;
    nextCases.find(caseId).ifPresent(one -> middle.show(new OnDesk(one, null, "")));
    background
        .run(words.say("review.opening"), () -> desk.open(caseId))
        .fail(problem -> openFailed(caseId, problem));
  }

  private void openFailed(UUID caseId, UserProblem problem) {
    OnDesk on = middle.on();
    if (on != null && on.loaded().id().equals(caseId)) {
      notTaken(on, problem);
    }
    middle.tell(problem);
  }

  /** A case that is only shown, because it could not be claimed. */
  private void notTaken(OnDesk on, UserProblem problem) {
    if (on.lease() == null) {
      middle.greyOut(words.say("review.not_opened", String.valueOf(problem.getMessage())));
    }
  }

  /** Goes on with the next case in order of work. */
  void next() {
    showLikely();
    background.run(words.say("review.opening"), desk::openNext).fail(this::nextFailed);
  }

  /** Passes on the open case, and goes on. */
  void skip(UUID caseId) {
    nextCases.passOn(caseId);
    showLikely();
    background.run(words.say("review.opening"), desk::skip).fail(this::nextFailed);
  }

  /** Hands the open case and its like to others, and says until when. */
  void takeOff() {
    background
        .run(words.say("review.taking_off"), desk::takeOff)
        .then(relief -> relief.ifPresent(this::sayRelief))
        .fail(middle::tell);
  }

  private void sayRelief(Relief relief) {
    middle.tell(
        new UserProblem(
            "relief.given",
            words.say(
                "review.taken_off", words.name(relief.category()), Date.from(relief.endsAt())),
            words.say("review.taken_off.next")));
  }

  /** Takes all kinds of case again. */
  void endRelief() {
    background.run(words.say("review.relief_ending"), desk::endRelief).fail(middle::tell);
  }

  private void nextFailed(UserProblem problem) {
    OnDesk on = middle.on();
    if (on == null) {
      middle.failed(problem);
      return;
    }
    middle.tell(problem);
    if (middle.on() != null) {
      notTaken(on, problem);
    }
  }

  /** What the desk will most likely open stands there in this frame. */
  void showLikely() {
    following = true;
    nextCases
        .likely()
        .ifPresentOrElse(one -> middle.show(new OnDesk(one, null, "")), middle::looking);
  }

  /** Other cases are loaded: what stands there as next may be somebody else's by now. */
  void listChanged() {
    OnDesk on = middle.on();
    if (following && on != null && on.lease() == null && on.gone().isEmpty()) {
      boolean free =
          nextCases.find(on.loaded().id()).filter(one -> one.takenBy() == null).isPresent();
      if (!free) {
        nextCases.likely().ifPresent(one -> middle.show(new OnDesk(one, null, "")));
      }
    }
  }
}
