package dev.halcyon.app.review;

import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Says when what others did ends the work on the case in the middle. FX thread only. */
final class Elsewhere {
  private final Words words;
  private final Predicate<UUID> ours;

  /**
   * @param ours whether a decision of our own on the case is known, which is nobody else's doing
   */
  Elsewhere(Words words, Predicate<UUID> ours) {
    this.words = words;
    this.ours = ours;
  }

  /** Why nothing can be done to the case any more, or nothing when that is not so. */
  Optional<String> ended(OnDesk on, CaseSummary now) {
    boolean newer = now.version() > on.loaded().summary().version();
    if (newer && ours.test(now.id())) {
      return Optional.empty();
    }
    if (newer && now.state() == CaseState.DECIDED) {
      return Optional.of(words.say("review.decided_elsewhere"));
    }
    if (newer && now.state() == CaseState.CLOSED) {
      return Optional.of(words.say("review.withdrawn"));
    }
    return on.lease() == null && now.state() == CaseState.IN_REVIEW && now.holder() != null
        ? Optional.of(words.say("review.held_elsewhere", now.holder()))
        : Optional.empty();
  }
}
