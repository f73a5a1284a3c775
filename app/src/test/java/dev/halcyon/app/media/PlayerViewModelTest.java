package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The player over a film in memory, by a clock that the test moves. */
class PlayerViewModelTest {
  private static final int FPS = 25;
  private static final int FRAMES = 500;
  private static final UserProblem CRASH =
      new UserProblem("media.crash", "Decoder failed: it ended.", "Treat the file as hostile.");
  private static final UUID CASE = UUID.randomUUID();
  private static final MediaInfo FILM = Cases.video().detail().item().media().getFirst();

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private UserProblem refusal;
  private FilmFrames frames = new FilmFrames();
  private int made;
  private int closed;
  private final PlayerViewModel player =
      new PlayerViewModel(
          (_, _) -> {
            if (refusal != null) {
              throw refusal;
            }
            return new PlayerViewModel.Film() {
              @Override
              public SoundStream hear(double from) {
                throw new AssertionError("nobody listens");
              }

              @Override
              public FilmFrames play(double from, double spacing, Filter filter) {
                asked.add(String.format("%.2f %.3f %s", from, spacing, filter.effect()));
                frames = new FilmFrames();
                made = (int) Math.floor(from * FPS + 1e-6);
                return frames;
              }

              @Override
              public void close() {
                closed++;
              }
            };
          },
          Direct.background(),
          "opening",
          nanos::get);

  /** The worker makes as many frames as there is room for. */
  private void make(int most) {
    try {
      for (int i = 0; i < most && made < FRAMES && frames.waiting() < FilmFrames.AHEAD; i++) {
        frames.offer(made / (double) FPS, new Pixels(4, 2, 1, new byte[8]));
        made++;
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (made == FRAMES) {
      frames.finish(FRAMES / (double) FPS);
    }
  }

  /** Lets time pass at the screen's pace, the worker keeping up. */
  private List<Double> play(double seconds) {
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < seconds * 60; i++) {
      make(FilmFrames.AHEAD);
      nanos.addAndGet(16_666_667);
      FilmFrames.Frame before = player.state().get().frame();
      player.tick();
      FilmFrames.Frame now = player.state().get().frame();
      if (now != null && now != before) {
        seen.add(now.atSeconds());
      }
    }
    return seen;
  }

  private double position() {
    return player.state().get().position();
  }

  @Test
  void nothingPlaysByItself() {
    player.tick();
    player.toggle();
    player.step(1);
    player.jump(1);
    assertThat(player.state().get().open()).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void everyFrameIsShownOnceAtItsTime() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    List<Double> seen = play(4);
    assertThat(seen).hasSizeBetween(98, 101).doesNotHaveDuplicates();
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i)).as("none is left out").isEqualTo(i / (double) FPS);
    }
    assertThat(player.leftOut()).isZero();
  }

  @Test
  void whenFramesAreNotMadeInTimeTheFilmWaitsAndLeavesNoneOut() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    make(3);
    for (int i = 0; i < 120; i++) {
      nanos.addAndGet(16_666_667);
      player.tick();
    }
    assertThat(position()).as("what there is").isEqualTo(2 / (double) FPS);
    List<Double> seen = play(1);
    assertThat(seen.getFirst()).isEqualTo(3 / (double) FPS);
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i) - seen.get(i - 1)).isBetween(0.039, 0.041);
    }
    assertThat(player.leftOut()).isZero();
  }

  @Test
  void memoryIsBoundedHoweverLongTheFilm() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    for (int i = 0; i < 18; i++) {
      play(1);
      assertThat(player.heldBytes())
          .isLessThanOrEqualTo((FilmFrames.AHEAD + FilmRoll.MOST) * 4L * 8);
    }
    assertThat(position()).isGreaterThan(17);
  }

  @Test
  void standingStillItStepsFrameByFrameBothWays() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    play(1);
    player.toggle();
    double at = position();
    play(1);
    assertThat(position()).as("stands still").isEqualTo(at);
    player.step(-1);
    player.step(-1);
    assertThat(position()).isEqualTo(at - 2.0 / FPS);
    player.step(1);
    player.step(1);
    assertThat(position()).isEqualTo(at);
    player.step(1);
    play(0.1);
    assertThat(position()).as("a new one").isEqualTo(at + 1.0 / FPS);
    for (int i = 0; i < FilmRoll.MOST + 2; i++) {
      player.step(-1);
      play(0.1);
    }
    assertThat(position()).isLessThan(at - (FilmRoll.MOST - 2.0) / FPS);
    assertThat(player.state().get().playing()).isFalse();
  }

  @Test
  void jumpsSeeksAndSpeedsAskTheWorkerAnew() {
    player.open(CASE, FILM, 3, Filter.USUAL);
    play(0.5);
    player.jump(1);
    assertThat(position()).isBetween(8.3, 8.6);
    player.seek(1);
    player.jump(-1);
    assertThat(position()).isZero();
    player.faster(1);
    player.faster(1);
    player.faster(1);
    assertThat(player.state().get().speed()).isEqualTo(4);
    assertThat(asked.getLast()).isEqualTo("0.00 0.133 BLUR");
    play(1);
    assertThat(position()).as("four seconds in one").isBetween(3.7, 4.1);
    for (int i = 0; i < 9; i++) {
      player.faster(-1);
    }
    assertThat(player.state().get().speed()).isEqualTo(0.25);
    double slow = position();
    play(2);
    assertThat(position() - slow).isBetween(0.4, 0.6);
  }

  @Test
  void anotherFilterIsOverTheSameMoment() {
    player.open(CASE, FILM, 2, Filter.USUAL);
    play(0.5);
    double at = position();
    player.filter(Filter.USUAL.withEffect(Filter.Effect.CARTOON));
    assertThat(asked.getLast()).isEqualTo(String.format("%.2f 0.000 CARTOON", at));
  }

  @Test
  void atTheEndItStandsStillAndPlaysFromTheStart() {
    player.open(CASE, FILM, 19, Filter.USUAL);
    play(2);
    assertThat(player.state().get().playing()).isFalse();
    assertThat(position()).isEqualTo((FRAMES - 1) / (double) FPS);
    player.toggle();
    play(0.1);
    assertThat(position()).isLessThan(0.2);
  }

  @Test
  void closingGivesTheFilmBackAndLetsEveryFrameGo() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    play(1);
    player.close();
    assertThat(closed).isEqualTo(1);
    assertThat(player.heldBytes()).isZero();
    assertThat(player.state().get()).isEqualTo(PlayerState.CLOSED);
    assertThat(frames.next()).isEmpty();
  }

  @Test
  void whyItDoesNotPlayIsSaid() {
    refusal = new UserProblem("lease.lost", "The lease ended.", "Open the case again.");
    player.open(CASE, FILM, 0, Filter.USUAL);
    assertThat(player.state().get().problem()).contains(refusal);
    refusal = null;
    player.open(CASE, FILM, 0, Filter.USUAL);
    UserProblem odd = new UserProblem("media.unreadable", "No film.", "Decide by the rest.");
    frames.fail(odd);
    player.tick();
    assertThat(player.state().get().problem()).isEqualTo(Optional.of(odd));
    assertThat(player.state().get().playing()).isFalse();
    assertThat(asked).as("a film that cannot be played is not tried again").hasSize(1);
  }

  @Test
  void aWorkerThatDiesIsReplacedWhereTheFilmStoodAndTheBarSaysSo() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    play(2);
    double stood = player.state().get().position();
    assertThat(stood).isGreaterThan(1.5);
    frames.fail(CRASH);
    while (frames.next().isPresent()) {}
    player.tick();
    assertThat(player.state().get().problem()).isEmpty();
    assertThat(player.state().get().playing()).isTrue();
    assertThat(player.state().get().revived()).isTrue();
    assertThat(asked.getLast()).startsWith(String.format("%.2f", stood));
    play(1);
    assertThat(player.state().get().position()).isGreaterThan(stood + 0.5);
    assertThat(player.state().get().revived()).as("said while the film is open").isTrue();
  }

  @Test
  void aFilmThatKillsEachWorkerIsGivenUpAndCanBePlayedAnew() {
    player.open(CASE, FILM, 0, Filter.USUAL);
    for (int death = 0; death < 3; death++) {
      assertThat(player.state().get().problem()).isEmpty();
      frames.fail(CRASH);
      player.tick();
    }
    assertThat(player.state().get().problem()).isEqualTo(Optional.of(CRASH));
    assertThat(asked).hasSize(3);
    player.open(CASE, FILM, 0, Filter.USUAL);
    assertThat(player.state().get().problem()).isEmpty();
    assertThat(player.state().get().revived()).isFalse();
  }
}
