package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.protocol.UserProblem;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What can still be done to decisions already made: take the newest back, send one again, give one
 * up. FX thread only.
 */
final class DecisionsMade {
  private final ReviewDesk desk;
  private final Background background;
  private final Words words;
  private final OutboxViewModel outbox;
  private final Consumer<Undone.Restored> restored;
  private final Consumer<UserProblem> tell;

  DecisionsMade(
      ReviewDesk desk,
      Background background,
      Words words,
      OutboxViewModel outbox,
      Consumer<Undone.Restored> restored,
      Consumer<UserProblem> tell) {
    this.desk = desk;
    this.background = background;
    this.words = words;
    this.outbox = outbox;
    this.restored = restored;
    this.tell = tell;
  }

  void undo() {
    outbox
        .newestUndoable()
        .ifPresent(
            entry ->
                background
                    .run(words.say("review.undoing"), () -> desk.undo(entry.id()))
                    .then(this::undone)
                    .fail(tell));
  }

  private void undone(Undone undone) {
    switch (undone) {
      case Undone.Restored back -> restored.accept(back);
      case Undone.CaseGone gone -> tell.accept(new UserProblem(gone.problem()));
    }
  }

  void retry(UUID decisionId) {
    background.run(words.say("review.deciding"), () -> desk.retry(decisionId)).fail(tell);
  }

  void discard(UUID decisionId) {
    background.run(words.say("review.deciding"), () -> desk.discard(decisionId)).fail(tell);
  }
}
