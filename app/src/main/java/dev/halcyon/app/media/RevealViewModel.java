package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The granted, logged look at an original: it lasts from the arrival of the picture to the moment
 * the key or button is let go, and not a frame longer. FX thread only; asking happens in the
 * background.
 *
 * <p>Each press is an attempt of its own. An answer that arrives after its attempt ended is closed
 * on the server as shown for 0 ms and never reaches {@link #state()}.
 *
 * @param <P> the picture as the view draws it; kept nowhere but in {@link State.Shown}
 */
public final class RevealViewModel<P> {
  /** Where a look stands. */
  public sealed interface State<P> {
    /** Nothing sharp anywhere. */
    record Hidden<P>() implements State<P> {}

    /** Held; the server was asked, nothing arrived yet. */
    record Asking<P>(Instant since) implements State<P> {}

    /** Held, and the original is on screen. */
    record Shown<P>(P picture, Instant since) implements State<P> {}

    /** The server or the network refused; nothing was shown. */
    record Refused<P>(UserProblem problem) implements State<P> {}
  }

  /** One frame of one media part. {@code frame} is null for a picture. */
  public record Target(String mediaId, @Nullable Integer frame) {}

  /** An original that the server let go, and the end of the look to report back. */
  public interface Look<P> {
    P picture();

    /** Tells the server that the look is over; called once, in the background. */
    void ended(Duration shown);
  }

  /** Asks the server for a look. Called in the background; may block and may throw UserProblem. */
  public interface Source<P> {
    Look<P> ask(Target target);
  }

  private static final Logger LOG = LoggerFactory.getLogger(RevealViewModel.class);

  private final Source<P> source;
  private final Background background;
  private final String title;
  private final Clock clock;
  private final ReadOnlyObjectWrapper<State<P>> state =
      new ReadOnlyObjectWrapper<>(new State.Hidden<>());
  private long attempt;
  private @Nullable Look<P> look;

  /**
   * @param title of the work in words, as the list of running work shows it
   * @param clock measures how long the original was on screen
   */
  public RevealViewModel(Source<P> source, Background background, String title, Clock clock) {
    this.source = source;
    this.background = background;
    this.title = title;
    this.clock = clock;
  }

  public ReadOnlyObjectProperty<State<P>> state() {
    return state.getReadOnlyProperty();
  }

  /** The key or button went down; a key that repeats while held changes nothing. */
  public void hold(Target target) {
    if (state.get() instanceof State.Asking<P> || state.get() instanceof State.Shown<P>) {
      return;
    }
    long mine = ++attempt;
    state.set(new State.Asking<>(clock.instant()));
    background
        .run(title, () -> source.ask(target))
        .then(answer -> arrived(mine, answer))
        .fail(problem -> refused(mine, problem));
  }

  private void arrived(long mine, Look<P> answer) {
    if (mine != attempt || !(state.get() instanceof State.Asking<P>)) {
      end(answer, Duration.ZERO);
      return;
    }
    look = answer;
    state.set(new State.Shown<>(answer.picture(), clock.instant()));
  }

  private void refused(long mine, UserProblem problem) {
    if (mine == attempt && state.get() instanceof State.Asking<P>) {
      state.set(new State.Refused<>(problem));
    }
  }

  /**
   * Let go: by the hand, by losing focus, by another case, by a hidden window. Hides at once, and
   * then tells the server how long the original was on screen.
   */
  public void release() {
    State<P> before = state.get();
    if (before instanceof State.Hidden<P> || before instanceof State.Refused<P>) {
      return;
    }
    attempt++;
    Look<P> ended = look;
    look = null;
    state.set(new State.Hidden<>());
    if (ended != null && before instanceof State.Shown<P> shown) {
      Duration time = Duration.between(shown.since(), clock.instant());
      end(ended, time.isNegative() ? Duration.ZERO : time);
    }
  }

  private void end(Look<P> over, Duration shown) {
    background
        .run(title, () -> over.ended(shown))
        .fail(problem -> LOG.warn("the end of a look was not reported: {}", problem.code()));
  }

  /** Forgets a refusal, because another frame or case is shown. */
  public void clear() {
    release();
    state.set(new State.Hidden<>());
  }
}
