package dev.halcyon.app.kit;

import dev.halcyon.protocol.UserProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what nobody expected into words, and logs it once. Immutable, safe for any thread. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final Words words;

  public Problems(Words words) {
    this.words = words;
  }

  /** The problem to show for something thrown while doing what {@code title} says. */
  public UserProblem explain(String title, Throwable thrown) {
    LOG.error("{} failed", title, thrown);
    return new UserProblem(
        "app.unexpected." + thrown.getClass().getSimpleName(),
        words.say("problem.unexpected", title),
        words.say("problem.unexpected.remedy"),
        thrown);
  }
}
