package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.WellnessServer;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WellnessPolicy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a person stands by the server's last answer, which is kept while it is away, and what they
 * wish for themselves. Used on the JavaFX thread; the server is asked in the background.
 */
public final class OwnBalance {
  private static final Logger LOG = LoggerFactory.getLogger(OwnBalance.class);

  /** The last answer and when it came. */
  public record Answer(OwnWellness own, Instant at) {}

  private final WellnessServer server;
  private final Background background;
  private final Supplier<WellnessPolicy> inForce;
  private final Supplier<Instant> now;
  private final String work;
  private final ReadOnlyObjectWrapper<Optional<Answer>> answer =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<WellnessPolicy> policy =
      new ReadOnlyObjectWrapper<>(WellnessPolicy.NONE);
  private final ReadOnlyObjectWrapper<Optional<UserProblem>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  // An answer to a question that was asked before the last act tells of the time before it.
  private int acts;

  /**
   * @param inForce loads what the policy in force says of rest; blocks
   */
  public OwnBalance(
      WellnessServer server,
      Supplier<WellnessPolicy> inForce,
      Background background,
      Words words,
      Supplier<Instant> now) {
    this.server = server;
    this.inForce = inForce;
    this.background = background;
    this.now = now;
    this.work = words.say("balance.work");
  }

  /** The server's last answer, or empty before the first. */
  public ReadOnlyObjectProperty<Optional<Answer>> answer() {
    return answer.getReadOnlyProperty();
  }

  /** The last known policy; before it is known, one that limits nothing. */
  public ReadOnlyObjectProperty<WellnessPolicy> policy() {
    return policy.getReadOnlyProperty();
  }

  /** Why the last wish was not granted, or empty. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> problem() {
    return problem.getReadOnlyProperty();
  }

  /** Asks anew; without an answer the last one stands. */
  public void refresh() {
    int asked = acts;
    background.run(work, inForce::get).then(policy::set).fail(OwnBalance::notAnswered);
    background.run(work, server::own).then(own -> heard(own, asked)).fail(OwnBalance::notAnswered);
  }

  private static void notAnswered(UserProblem why) {
    LOG.debug("the last known balance stands: {}", why.code());
  }

  private void heard(OwnWellness own, int asked) {
    if (asked == acts) {
      answer.set(Optional.of(new Answer(own, now.get())));
    }
  }

  /** Nothing of a category is handed out until that is taken back. */
  public void optOut(Category category) {
    wish(() -> server.optOut(category));
  }

  /** Takes cases of a category again. */
  public void optIn(Category category) {
    wish(() -> server.optIn(category));
  }

  /** Days are those of another time zone from tomorrow on. */
  public void moveTo(String zone) {
    wish(() -> server.moveTo(ZoneId.of(zone)));
  }

  private void wish(Callable<OwnWellness> wish) {
    int asked = ++acts;
    background
        .run(work, wish)
        .then(
            own -> {
              problem.set(Optional.empty());
              heard(own, asked);
            })
        .fail(why -> problem.set(Optional.of(why)));
  }

  /**
   * Tells the server that a break begins or ends.
   *
   * @param told hears that it knows
   * @param failed hears that it does not
   */
  void tellBreak(boolean begins, Runnable told, Runnable failed) {
    int asked = ++acts;
    background
        .run(work, () -> begins ? server.beginBreak() : server.endBreak())
        .then(
            own -> {
              told.run();
              heard(own, asked);
            })
        .fail(
            why -> {
              notAnswered(why);
              failed.run();
            });
  }
}
