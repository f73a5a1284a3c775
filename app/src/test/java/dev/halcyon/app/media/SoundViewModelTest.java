package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.SoundCases;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sound is played here at once and by the same thread: what a tone of a second makes of it. */
class SoundViewModelTest {
  private static final UUID CASE = Cases.id(1);

  private final MediaInfo audio = SoundCases.audio().detail().item().media().getFirst();
  private final MediaInfo video = Cases.video().detail().item().media().getFirst();
  private final List<Double> asked = new ArrayList<>();
  private final List<Short> heard = new ArrayList<>();
  private final List<String> order = new ArrayList<>();
  private final List<short[]> given = new ArrayList<>();
  private Runnable onWrite = () -> {};
  private boolean device = true;
  private final SoundViewModel vm =
      new SoundViewModel((_, _) -> new Tone(), this::open, Direct.background(), "sound");

  private SoundOutput.Line open() {
    if (!device) {
      throw new UserProblem("sound.none", "No device.", "Read.");
    }
    order.add("device");
    return new SoundOutput.Line() {
      private boolean silent;

      @Override
      public void write(short[] samples, int from, int count) {
        for (int i = from; i < from + count && !silent; i++) {
          heard.add(samples[i]);
        }
        onWrite.run();
      }

      @Override
      public long played() {
        return heard.size();
      }

      @Override
      public void drain() {
        order.add("drained");
      }

      @Override
      public void silence() {
        silent = true;
      }

      @Override
      public void close() {
        order.add("device closed");
      }
    };
  }

  /** A second of the greatest loudness, whatever second is asked for. */
  private final class Tone implements PlayerViewModel.Film {
    Tone() {
      order.add("grant");
    }

    @Override
    public FilmFrames play(double from, double spacing, Filter filter) {
      throw new AssertionError("nothing is seen");
    }

    @Override
    public SoundStream hear(double from) {
      asked.add(from);
      SoundStream stream = new SoundStream();
      short[] block = new short[SoundStream.RATE];
      Arrays.fill(block, (short) 20_000);
      given.add(block);
      try {
        stream.offer(block);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      stream.finish();
      return stream;
    }

    @Override
    public void close() {
      order.add("grant ended");
    }
  }

  private static PlayerState film(boolean playing, double at, double speed) {
    FilmFrames.Frame frame = new FilmFrames.Frame(at, 1, 1, new int[1]);
    return new PlayerState(true, playing, at, frame, speed, Optional.empty(), false);
  }

  @Test
  void nothingIsHeardUntilItIsAskedForAndNothingOfSomebodyElsesCase() {
    vm.offer(CASE, audio, true);
    assertThat(vm.state().get().on()).isFalse();
    assertThat(order).isEmpty();
    vm.offer(CASE, audio, false);
    vm.toggle(0);
    assertThat(order).isEmpty();
    vm.offer(CASE, Cases.picture().detail().item().media().getFirst(), true);
    vm.toggle(0);
    assertThat(vm.state().get().offered()).isFalse();
    assertThat(order).isEmpty();
  }

  @Test
  void whatIsAskedForIsHeardFromThatSecondUnderAGrantThatEnds() {
    vm.offer(CASE, audio, true);
    vm.soft(false);
    vm.toggle(4.2);
    assertThat(asked).containsExactly(4.2);
    assertThat(heard).hasSize(SoundStream.RATE).containsOnly((short) 20_000);
    assertThat(order).containsExactly("device", "grant", "drained", "grant ended", "device closed");
    assertThat(vm.state().get().on()).as("it is over").isFalse();
    assertThat(given.getFirst()).as("overwritten").containsOnly((short) 0);
  }

  @Test
  void softenedSoundIsLessThanHalfAsLoudAndUsual() {
    assertThat(vm.state().get().soft()).isTrue();
    vm.offer(CASE, audio, true);
    vm.toggle(0);
    assertThat(heard).hasSize(SoundStream.RATE).allMatch(sample -> sample <= 7_000);
    assertThat(heard.getLast()).as("a low tone stays").isBetween((short) 6_900, (short) 7_000);
  }

  @Test
  void withoutADeviceItSaysSoAndAsksForNothing() {
    device = false;
    vm.offer(CASE, audio, true);
    vm.toggle(0);
    assertThat(vm.state().get().problem()).map(UserProblem::code).contains("sound.none");
    assertThat(vm.state().get().on()).isFalse();
    assertThat(order).isEmpty();
    device = true;
    vm.toggle(0);
    assertThat(heard).isNotEmpty();
    assertThat(vm.state().get().problem()).isEmpty();
  }

  @Test
  void mutingWhileItIsHeardIsSilentAtOnceAndAnotherCaseIsMutedToo() {
    onWrite = vm::mute;
    vm.offer(CASE, audio, true);
    vm.toggle(0);
    assertThat(heard).as("the first twentieth of a second").hasSize(SoundStream.RATE / 20);
    assertThat(order).doesNotContain("drained").endsWith("grant ended", "device closed");
    heard.clear();
    onWrite = () -> vm.offer(Cases.id(2), audio, true);
    vm.toggle(0);
    assertThat(heard).hasSize(SoundStream.RATE / 20);
    assertThat(vm.state().get().on()).isFalse();
  }

  @Test
  void whatIsReallyHeardIsSaidAndNothingElse() {
    List<SoundState> said = new ArrayList<>();
    onWrite =
        () -> {
          vm.tick();
          said.add(vm.state().get());
        };
    vm.offer(CASE, audio, true);
    vm.tick();
    assertThat(vm.state().get().audible()).isFalse();
    vm.toggle(3);
    assertThat(said).hasSize(20).allMatch(SoundState::audible);
    assertThat(said.getLast().position()).isEqualTo(4);
    assertThat(vm.state().get().audible()).as("over").isFalse();
  }

  @Test
  void aFilmsSoundWaitsForTheFilmAndIsNotHeardAtAnotherSpeed() {
    vm.offer(CASE, video, true);
    vm.toggle(0);
    assertThat(asked).as("the film stands").isEmpty();
    vm.film(film(true, 2, 2));
    assertThat(asked).as("twice as fast").isEmpty();
    assertThat(vm.state().get().on()).isTrue();
    onWrite = () -> vm.film(film(true, 2 + heard.size() / (double) SoundStream.RATE, 1));
    vm.film(film(true, 2, 1));
    assertThat(asked).containsExactly(2.0);
    assertThat(heard).hasSize(SoundStream.RATE);
    vm.film(film(true, 3.2, 1));
    assertThat(asked).as("the sound ended before the film").hasSize(1);
    vm.film(film(true, 0.1, 1));
    assertThat(asked).as("gone back").hasSize(2);
  }

  @Test
  void whatTheFilmIsPastIsLeftOut() {
    onWrite = () -> vm.film(film(true, 8, 1));
    vm.offer(CASE, video, true);
    vm.toggle(0);
    vm.film(film(true, 2, 1));
    assertThat(heard).as("one piece, then the film is six seconds ahead").hasSize(800);
  }
}
