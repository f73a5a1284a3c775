package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The sound of what is on show, muted until somebody asks for it and muted again with the next
 * case: alone from a second on, or with the film that plays. FX thread only; it is played in the
 * background.
 */
public final class SoundViewModel {
  /** A film that jumps further back is heard anew, seconds. */
  private static final double BACK = 0.5;

  private record Part(UUID caseId, MediaInfo info) {}

  private final PlayerViewModel.Films films;
  private final SoundOutput output;
  private final Background background;
  private final String title;
  private final ReadOnlyObjectWrapper<SoundState> state =
      new ReadOnlyObjectWrapper<>(SoundState.MUTED);
  private @Nullable Part part;
  private @Nullable SoundRun run;
  private @Nullable Pace pace;
  private double filmAt;

  /** Whether the sound of the film ended before the film. */
  private boolean finished;

  /**
   * @param title of the work in words
   */
  public SoundViewModel(
      PlayerViewModel.Films films, SoundOutput output, Background background, String title) {
    this.films = films;
    this.output = output;
    this.background = background;
    this.title = title;
  }

  public ReadOnlyObjectProperty<SoundState> state() {
    return state.getReadOnlyProperty();
  }

  /** Another part is on show, or the same may be heard now, or no more; it is muted. */
  public void offer(UUID caseId, MediaInfo info, boolean ours) {
    Part now = new Part(caseId, info);
    boolean audible = ours && info.state() == MediaState.READY && info.hasSound();
    if (!now.equals(part) || state.get().offered() != audible) {
      mute();
      part = now;
      state.set(state.get().muted(audible, Optional.empty()));
    }
  }

  /** Nothing is on show. */
  public void offerNothing() {
    mute();
    part = null;
    state.set(state.get().muted(false, Optional.empty()));
  }

  /** Somebody asks for sound from a second on, or for silence. */
  public void toggle(double seconds) {
    SoundState now = state.get();
    if (now.on()) {
      mute();
    } else if (now.offered()) {
      set(true, false, seconds, Optional.empty());
      if (!isFilm()) {
        begin(seconds, null);
      }
    }
  }

  /** Softened, or as it was recorded. */
  public void soft(boolean on) {
    SoundState now = state.get();
    state.set(
        new SoundState(now.offered(), now.on(), now.audible(), on, now.position(), now.problem()));
    SoundRun present = run;
    if (present != null) {
      present.soft(on);
    }
  }

  /** Silent at once. */
  public void mute() {
    stop();
    finished = false;
    SoundState now = state.get();
    set(false, false, now.position(), now.problem());
  }

  /** Goes to a second of sound alone; a film's sound follows the film. */
  public void seek(double seconds) {
    SoundState now = state.get();
    if (now.on() && !isFilm()) {
      begin(seconds, null);
    } else if (!now.on() && !isFilm()) {
      set(false, false, seconds, now.problem());
    }
  }

  /** Where the film stands: heard while it plays as it was filmed, silent while it does not. */
  public void film(PlayerState film) {
    if (!isFilm() || !state.get().on()) {
      return;
    }
    boolean plays = film.open() && film.playing() && film.frame() != null && film.speed() == 1;
    Pace together = pace;
    if (!plays) {
      stop();
      SoundState now = state.get();
      set(true, false, film.position(), now.problem());
    } else if (film.position() < filmAt - BACK || together == null && !finished) {
      begin(film.position(), new Pace(film.position()));
    } else if (together != null) {
      together.at(film.position());
    }
    filmAt = film.position();
  }

  private boolean isFilm() {
    Part now = part;
    return now != null && now.info().kind() == Modality.VIDEO;
  }

  private void begin(double seconds, @Nullable Pace with) {
    stop();
    Part of = part;
    if (of == null) {
      return;
    }
    SoundRun next =
        new SoundRun(
            output, () -> films.open(of.caseId(), of.info()), seconds, state.get().soft(), with);
    run = next;
    pace = with;
    finished = false;
    set(true, false, seconds, Optional.empty());
    background
        .run(title, next::play)
        .then(_ -> ended(next, Optional.empty()))
        .fail(problem -> ended(next, Optional.of(problem)));
  }

  private void ended(SoundRun over, Optional<UserProblem> problem) {
    if (run == over) {
      run = null;
      pace = null;
      boolean goesOn = isFilm() && problem.isEmpty();
      finished = goesOn;
      set(goesOn, false, state.get().position(), problem);
    }
  }

  private void stop() {
    SoundRun before = run;
    run = null;
    pace = null;
    if (before != null) {
      before.letGo();
    }
  }

  /** A frame of the screen begins: says what is really heard. */
  public void tick() {
    SoundRun present = run;
    SoundState now = state.get();
    if (present != null) {
      boolean audible = present.isAudible();
      if (audible || now.audible()) {
        set(now.on(), audible, present.position(), now.problem());
      }
    }
  }

  private void set(boolean on, boolean audible, double position, Optional<UserProblem> problem) {
    SoundState now = state.get();
    SoundState next = new SoundState(now.offered(), on, audible, now.soft(), position, problem);
    if (!next.equals(now)) {
      state.set(next);
    }
  }
}
