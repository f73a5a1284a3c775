package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.media.RevealViewModel.State;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.MediaInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MediaViewModelTest {
  private final List<RevealViewModel.Target> asked = new ArrayList<>();
  private final List<Duration> ended = new ArrayList<>();
  private final MediaViewModel<String> vm =
      new MediaViewModel<>(
          Words.in(Locale.ENGLISH),
          new RevealViewModel<>(
              target -> {
                asked.add(target);
                return new RevealViewModel.Look<>() {
                  @Override
                  public String picture() {
                    return "sharp";
                  }

                  @Override
                  public void ended(Duration shown) {
                    ended.add(shown);
                  }
                };
              },
              Direct.background(),
              "asking",
              Clock.systemUTC()));
  private final LoadedCase video = Cases.video();
  private final String videoId = video.detail().item().media().getFirst().mediaId();

  private boolean isShown() {
    return vm.reveal().state().get() instanceof State.Shown<String>;
  }

  @Test
  void evidenceJumpsToItsFrameAndSecond() {
    vm.show(video, true);
    assertThat(vm.jump(new Evidence.Frame(Category.VIOLENCE, 1, "m", videoId, 10, 10))).isTrue();
    assertThat(vm.shown().get().frame().index()).isEqualTo(10);
    assertThat(vm.shown().get().rendition().frame()).isEqualTo(10);
    vm.jump(new Evidence.Seconds(Category.VIOLENCE, 1, "m", videoId, 5.5, 8, ""));
    assertThat(vm.shown().get().frame().index()).isEqualTo(5);
    assertThat(vm.jump(new Evidence.Frame(Category.VIOLENCE, 1, "m", "elsewhere", 1, 1))).isFalse();
    assertThat(vm.jump(Cases.words(Category.HATE, 1, 0, 3, "x"))).isFalse();
  }

  @Test
  void aRevealAsksForTheFrameOnShowOrForTheWholePicture() {
    vm.show(video, true);
    vm.strip().select(4);
    vm.hold();
    vm.show(Cases.picture(), true);
    vm.hold();
    assertThat(asked).extracting(RevealViewModel.Target::frame).containsExactly(4, null);
  }

  @Test
  void theSameMediaOfACaseLoadedAnewStayAsTheyAre() {
    vm.show(video, true);
    vm.strip().select(4);
    vm.hold();
    assertThat(isShown()).isTrue();
    LoadedCase now = Cases.reportedAgain(video);
    vm.show(now, true);
    assertThat(isShown()).as("a look goes on").isTrue();
    assertThat(vm.shown().get().frame().index()).isEqualTo(4);
    assertThat(vm.loaded().get()).isSameAs(now);
    vm.show(now, false);
    assertThat(isShown()).as("a lease that ended ends it").isFalse();
  }

  @Test
  void anotherFrameAnotherCaseAndALostLeaseEachEndTheLook() {
    vm.show(video, true);
    vm.hold();
    assertThat(isShown()).isTrue();
    vm.strip().move(1);
    assertThat(isShown()).isFalse();
    vm.hold();
    vm.show(Cases.picture(), true);
    assertThat(isShown()).isFalse();
    vm.hold();
    vm.lease(false);
    assertThat(isShown()).isFalse();
    assertThat(ended).hasSize(3);
  }

  @Test
  void withoutALeaseNothingIsAskedFor() {
    vm.show(video, false);
    assertThat(vm.revealable().get()).isFalse();
    vm.hold();
    assertThat(asked).isEmpty();
    vm.lease(true);
    vm.hold();
    assertThat(asked).hasSize(1);
  }

  @Test
  void mediaThatCouldNotBeReadSaysWhyAndWhatToDo() {
    vm.show(Cases.brokenMedia(), true);
    assertThat(vm.obstacle())
        .isEqualTo(
            "This media could not be read: The file ends in the middle of the picture."
                + " Ask for it again, or decide by the text.");
    assertThat(vm.revealable().get()).isFalse();
  }

  @Test
  void factsSayWhatAPartIsAndWhenItsTypeLies() {
    vm.show(Cases.picture(), true);
    MediaInfo picture = vm.parts().getFirst();
    assertThat(vm.facts(picture))
        .isEqualTo("Picture · 800 × 600 · sent as image/png, found to be image/jpeg");
    assertThat(vm.facts(video.detail().item().media().getFirst()))
        .isEqualTo("Video · 00:14 · 1280 × 720 · with sound");
  }

  @Test
  void regionsOfTheArgumentLieOverTheirFrame() {
    vm.show(Cases.picture(), true);
    assertThat(vm.shown().get().spots())
        .filteredOn(spot -> spot.step() > 0)
        .singleElement()
        .satisfies(
            spot -> {
              assertThat(spot.step()).isEqualTo(1);
              assertThat(spot.region().label()).isEqualTo("knife");
            });
  }

  @Test
  void aFramesScoresAreSaidAgainstTheirThreshold() {
    vm.show(video, true);
    assertThat(vm.frameScores()).isEqualTo("violence 0.83");
    vm.strip().select(13);
    assertThat(vm.frameScores()).as("what reads as 0.00 says nothing").isEmpty();
  }

  @Test
  void aCaseWithoutMediaShowsNone() {
    vm.show(Cases.text(), true);
    assertThat(vm.shown().get()).isNull();
    assertThat(vm.hasStrip()).isFalse();
    vm.show(null, false);
    assertThat(vm.parts()).isEmpty();
  }
}
