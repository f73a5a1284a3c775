package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Plays a film by the worker's frames, each filtered before it is here. Nothing plays by itself;
 * sound is {@link SoundViewModel}'s. When frames are not made in time the film waits, so that none
 * is left out. FX thread only; opening happens in the background.
 */
public final class PlayerViewModel {
  /** The speeds to choose from. */
  public static final double[] SPEEDS = {0.25, 0.5, 1, 2, 4};

  /** How far a jump goes, seconds. */
  public static final double JUMP = 5;

  /** Pictures a second at most when it plays faster than it was filmed. */
  private static final double MOST_A_SECOND = 30;

  /** Workers that may die on one film before it is held to be what kills them. */
  private static final int MOST_REVIVALS = 2;

  /** Opens films for the local engine. Called in the background; may block, throws UserProblem. */
  @FunctionalInterface
  public interface Films {
    Film open(UUID caseId, MediaInfo info);
  }

  /** An open film. */
  public interface Film {
    /** Its filtered frames from a time on; returns at once. */
    FilmFrames play(double from, double spacing, Filter filter);

    /** Its sound from a time on; returns at once. */
    SoundStream hear(double from);

    /** Gives it back; blocks, so called in the background. */
    void close();
  }

  private final Films films;
  private final Background background;
  private final String title;
  private final LongSupplier nanos;
  private final ReadOnlyObjectWrapper<PlayerState> state =
      new ReadOnlyObjectWrapper<>(PlayerState.CLOSED);
  private final FilmRoll roll = new FilmRoll();
  private Filter filter = Filter.USUAL;
  private @Nullable Job opening;
  private @Nullable Film film;
  private @Nullable FilmFrames frames;
  private boolean waiting;
  private double base;
  private long baseNanos;
  private long left;
  private int revivals;

  /**
   * @param title of the work in words
   * @param nanos a clock that only runs forward
   */
  public PlayerViewModel(Films films, Background background, String title, LongSupplier nanos) {
    this.films = films;
    this.background = background;
    this.title = title;
    this.nanos = nanos;
  }

  public ReadOnlyObjectProperty<PlayerState> state() {
    return state.getReadOnlyProperty();
  }

  /** Frames passed over since the film was opened although it played no faster than filmed. */
  public long leftOut() {
    return left;
  }

  /** Bytes of pixels held, those made ahead included. */
  public long heldBytes() {
    FilmFrames now = frames;
    long one = roll.frameBytes();
    return roll.bytes() + (now == null ? 0 : now.waiting() * one);
  }

  /** Opens a film at a time and plays it; nothing else starts it. */
  public void open(UUID caseId, MediaInfo info, double at, Filter with) {
    close();
    filter = with;
    left = 0;
    revivals = 0;
    state.set(new PlayerState(true, true, at, null, 1, Optional.empty(), false));
    opening =
        background.run(title, () -> films.open(caseId, info)).then(this::opened).fail(this::failed);
  }

  private void opened(Film found) {
    opening = null;
    if (!state.get().open()) {
      giveBack(found);
      return;
    }
    film = found;
    seek(state.get().position());
  }

  private void failed(UserProblem problem) {
    state.set(state.get().failed(problem));
  }

  /** Lets go of the film and of every frame. */
  public void close() {
    Job asked = opening;
    opening = null;
    if (asked != null) {
      asked.cancel();
    }
    stopFrames();
    roll.clear();
    Film before = film;
    film = null;
    state.set(PlayerState.CLOSED);
    if (before != null) {
      giveBack(before);
    }
  }

  private void giveBack(Film over) {
    background.run(title, over::close).fail(_ -> {});
  }

  private void stopFrames() {
    FilmFrames before = frames;
    frames = null;
    if (before != null) {
      before.close();
    }
  }

  /** From playing to standing still, and back; at the end, from the start. */
  public void toggle() {
    PlayerState now = state.get();
    if (!now.open()) {
      return;
    }
    boolean play = !now.playing();
    set(play, now.position(), now.frame(), now.speed());
    if (play) {
      FilmFrames source = frames;
      boolean over = source != null && source.isOver() && !roll.hasNewer();
      seek(over ? 0 : now.position());
    }
  }

  /** Goes to a time; plays on if it played. */
  public void seek(double seconds) {
    Film present = film;
    PlayerState now = state.get();
    if (!now.open()) {
      return;
    }
    double at = Math.max(0, seconds);
    set(now.playing(), at, now.frame(), now.speed());
    if (present != null) {
      stopFrames();
      roll.clear();
      frames = present.play(at, now.speed() <= 1 ? 0 : now.speed() / MOST_A_SECOND, filter);
      waiting = true;
    }
  }

  /** Goes back or ahead by so many {@link #JUMP}s. */
  public void jump(int times) {
    seek(state.get().position() + times * JUMP);
  }

  /** Shows the next frame or the one before, standing still. */
  public void step(int way) {
    PlayerState now = state.get();
    FilmFrames source = frames;
    if (!now.open() || source == null) {
      return;
    }
    set(false, now.position(), now.frame(), now.speed());
    Optional<FilmFrames.Frame> there = way < 0 ? roll.older() : roll.newer();
    if (there.isPresent()) {
      show(there.get());
    } else if (way < 0) {
      seek(now.position() - roll.gap());
    } else {
      waiting = true;
    }
  }

  /** The next faster or slower of {@link #SPEEDS}. */
  public void faster(int way) {
    PlayerState now = state.get();
    int at = 0;
    while (at < SPEEDS.length - 1 && SPEEDS[at] < now.speed()) {
      at++;
    }
    double speed = SPEEDS[Math.clamp(at + way, 0, SPEEDS.length - 1)];
    if (now.open() && speed != now.speed()) {
      set(now.playing(), now.position(), now.frame(), speed);
      seek(now.position());
    }
  }

  /** Another filter, over the same moment. */
  public void filter(Filter other) {
    if (!other.equals(filter)) {
      filter = other;
      seek(state.get().position());
    }
  }

  /** A frame of the screen begins: shows what is due. */
  public void tick() {
    FilmFrames source = frames;
    PlayerState now = state.get();
    if (source == null) {
      return;
    }
    if (source.problem().isPresent() && source.isOver()) {
      died(source.problem().get());
    } else if (waiting) {
      first(source);
    } else if (now.playing()) {
      play(source, now);
    }
  }

  /** A worker that dies is replaced at the same place; a film that kills each one is given up. */
  private void died(UserProblem problem) {
    stopFrames();
    if (!PlayerState.isDeath(problem) || revivals == MOST_REVIVALS) {
      failed(problem);
      return;
    }
    revivals++;
    state.set(state.get().goesOn());
    seek(state.get().position());
  }

  /** The frame that was sought, or stepped to, is shown as soon as it is there. */
  private void first(FilmFrames source) {
    Optional<FilmFrames.Frame> next = source.next();
    if (next.isPresent()) {
      waiting = false;
      roll.add(next.get());
      show(next.get());
      base = next.get().atSeconds();
      baseNanos = nanos.getAsLong();
    } else if (source.isOver()) {
      waiting = false;
      stand();
    }
  }

  private void play(FilmFrames source, PlayerState now) {
    double due = base + (nanos.getAsLong() - baseNanos) / 1e9 * now.speed();
    int taken = 0;
    Optional<FilmFrames.Frame> next = source.nextBy(due);
    while (next.isPresent()) {
      taken++;
      roll.add(next.get());
      next = source.nextBy(due);
    }
    if (taken > 0) {
      left += now.speed() <= 1 ? taken - 1 : 0;
      show(roll.last());
    } else if (source.isOver()) {
      if (due >= source.endSeconds().orElse(0.0)) {
        stand();
      }
    } else if (source.waiting() == 0 && due > now.position() + roll.gap()) {
      // Not made in time: the film's clock waits for the worker.
      base = now.position() + roll.gap();
      baseNanos = nanos.getAsLong();
    }
  }

  private void stand() {
    PlayerState now = state.get();
    set(false, now.position(), now.frame(), now.speed());
  }

  private void show(FilmFrames.Frame frame) {
    PlayerState now = state.get();
    set(now.playing(), frame.atSeconds(), frame, now.speed());
  }

  private void set(
      boolean playing, double position, FilmFrames.@Nullable Frame frame, double speed) {
    boolean revived = state.get().revived();
    state.set(new PlayerState(true, playing, position, frame, speed, Optional.empty(), revived));
  }
}
