package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.halcyon.app.Cases;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.MediaInfo;
import org.junit.jupiter.api.Test;

class SpotTest {
  private final LoadedCase picture = Cases.picture();
  private final MediaInfo info = picture.detail().item().media().getFirst();

  @Test
  void theArgumentsBoxesComeFirstAndTheStagesOthersAfter() {
    assertThat(Spot.of(picture.detail(), info, 0))
        .extracting(Spot::kind, Spot::step, spot -> spot.region().label())
        .containsExactly(
            tuple(Spot.Kind.OBJECT, 1, "knife"), tuple(Spot.Kind.TEXT, 0, "frisch geschliffen"));
  }

  @Test
  void whatIsInAnotherFrameOrAnotherPartIsNotHere() {
    assertThat(Spot.of(picture.detail(), info, 1)).isEmpty();
    MediaInfo other = Cases.video().detail().item().media().getFirst();
    assertThat(Spot.of(picture.detail(), other, 0)).isEmpty();
  }

  @Test
  void noLogGetsWhatWasRead() {
    assertThat(Spot.of(picture.detail(), info, 0).toString()).doesNotContain("geschliffen");
  }
}
