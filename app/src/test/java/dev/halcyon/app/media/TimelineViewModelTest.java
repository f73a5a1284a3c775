package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.SoundCases;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.SoundTrack;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.junit.jupiter.api.Test;

class TimelineViewModelTest {
  private final Words words = Words.in(Locale.ENGLISH);
  private final IntegerProperty lit = new SimpleIntegerProperty();
  private final MediaViewModel<String> media =
      new MediaViewModel<>(
          words,
          new RevealViewModel<>(
              _ -> {
                throw new AssertionError("nobody looks");
              },
              Direct.background(),
              "asking",
              Clock.systemUTC()));
  private final PlayerViewModel player =
      new PlayerViewModel(
          (_, _) -> {
            throw new AssertionError("nobody plays");
          },
          Direct.background(),
          "opening",
          () -> 0);
  private final SoundViewModel sound =
      new SoundViewModel(
          (_, _) -> {
            throw new AssertionError("nobody listens");
          },
          () -> {
            throw new AssertionError("nobody listens");
          },
          Direct.background(),
          "sound");
  private final TimelineViewModel vm = new TimelineViewModel(media, player, sound, lit, words);

  private TimelineViewModel.Shown shown() {
    TimelineViewModel.Shown now = vm.shown().get();
    assertThat(now).isNotNull();
    return now;
  }

  @Test
  void theKeysGoFromPlaceToPlaceToTheSecondAndLightTheStep() {
    media.show(SoundCases.audio(), true);
    assertThat(shown().moments()).extracting(Moment::from).containsExactly(4.2, 8.1);
    assertThat(shown().moments())
        .extracting(Moment::kind)
        .containsExactly(Moment.Kind.SPEECH, Moment.Kind.SOUND);
    assertThat(vm.here()).isZero();
    vm.step(1);
    assertThat(vm.here()).isEqualTo(4.2);
    assertThat(lit.get()).isEqualTo(1);
    vm.step(1);
    assertThat(vm.here()).isEqualTo(8.1);
    assertThat(lit.get()).isEqualTo(2);
    vm.step(1);
    assertThat(vm.here()).as("the end").isEqualTo(8.1);
    vm.step(-1);
    assertThat(vm.here()).isEqualTo(4.2);
  }

  @Test
  void aMomentCarriesTheScoreOfItsStageAndTheMachinesWord() {
    media.show(SoundCases.audio(), true);
    assertThat(shown().moments()).extracting(Moment::score).containsExactly(0.74, 0.25);
    assertThat(vm.listed().stream().map(vm::say))
        .containsExactly("00:04 violence 0.74", "00:08 Gunshot, gunfire");
  }

  @Test
  void aSentenceThatFiredIsKnownAndTheOthersAreNot() {
    media.show(SoundCases.audio(), true);
    List<SoundTrack.Said> said = shown().said();
    assertThat(vm.firedIn(said.get(1))).map(Moment::category).contains(Category.VIOLENCE);
    assertThat(vm.firedIn(said.get(0))).isEmpty();
    assertThat(vm.firedIn(said.get(2))).as("a shot is not said").isEmpty();
  }

  @Test
  void aVideosRunOfFramesOverTheThresholdIsOnePlaceAtItsHighest() {
    media.show(Cases.video(), true);
    assertThat(shown().length()).isEqualTo(14.2);
    assertThat(shown().moments())
        .filteredOn(each -> each.score() == 0.83 && each.from() == 7)
        .singleElement()
        .satisfies(each -> assertThat(each.step()).isEqualTo(1));
    assertThat(shown().sound()).isNotNull();
  }

  @Test
  void theSameSoundInAnotherCaseIsLookedAtAnew() {
    LoadedCase first = SoundCases.audio();
    media.show(first, true);
    TimelineViewModel.Shown before = shown();
    LoadedCase second = SoundCases.audio();
    media.show(second, true);
    assertThat(shown().sound()).isSameAs(second.sounds().getFirst()).isNotSameAs(before.sound());
    media.show(Cases.picture(), true);
    assertThat(vm.shown().get()).as("a picture has no length").isNull();
    media.show(null, false);
    assertThat(vm.shown().get()).isNull();
  }

  @Test
  void whatStandsOverTheTranscriptSaysWhetherAnybodyListened() {
    media.show(SoundCases.audio(), true);
    assertThat(vm.transcriptWords()).startsWith("What is said (language en)");
    media.show(
        with(
            new SoundTrack(
                "e".repeat(64), 2, 1, new byte[2], new byte[2], false, "und", List.of(), 0)),
        true);
    assertThat(vm.transcriptWords()).startsWith("No machine listened");
    media.show(
        with(
            new SoundTrack(
                "e".repeat(64), 2, 1, new byte[2], new byte[2], true, "und", List.of(), 3)),
        true);
    assertThat(vm.transcriptWords())
        .isEqualTo("Nobody speaks, as far as a machine could hear. 3 s could not be understood.");
  }

  private static LoadedCase with(SoundTrack sound) {
    LoadedCase of = SoundCases.audio();
    return new LoadedCase(of.detail(), of.renditions(), List.of(sound), of.missing(), null);
  }
}
