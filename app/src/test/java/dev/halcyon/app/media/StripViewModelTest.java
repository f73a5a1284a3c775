package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.protocol.Keyframe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripViewModelTest {
  private final List<Keyframe> frames =
      Cases.video().detail().item().media().getFirst().keyframes();
  private final StripViewModel strip = new StripViewModel();

  @Test
  void theRiskiestFrameIsSelectedFirst() {
    strip.show(frames);
    assertThat(strip.selected().get()).isEqualTo(7);
    assertThat(strip.frames()).isEqualTo(frames);
  }

  @Test
  void orderingByRiskKeepsTheSelectedFrame() {
    strip.show(frames);
    strip.select(4);
    strip.orderBy(FrameOrder.RISK);
    assertThat(strip.frames()).extracting(Keyframe::index).startsWith(7, 6, 8, 5);
    assertThat(strip.selected().get()).isEqualTo(4);
    strip.orderBy(FrameOrder.TIME);
    assertThat(strip.frames()).isEqualTo(frames);
  }

  @Test
  void arrowsFollowTheOrderAndStopAtBothEnds() {
    strip.show(frames);
    strip.orderBy(FrameOrder.RISK);
    strip.move(1);
    assertThat(strip.selected().get()).isEqualTo(6);
    strip.move(-5);
    assertThat(strip.selected().get()).isEqualTo(7);
    strip.move(100);
    assertThat(strip.position()).isEqualTo(frames.size() - 1);
  }

  @Test
  void aSecondSelectsTheFrameThatWasShowingThen() {
    strip.show(frames);
    strip.selectAt(5.9);
    assertThat(strip.selected().get()).isEqualTo(5);
    strip.selectAt(-1);
    assertThat(strip.selected().get()).isZero();
  }

  @Test
  void theVerySecondIsKeptAndGoingThereAgainIsNoticed() {
    strip.show(frames);
    assertThat(strip.place().get().seconds()).isEqualTo(7);
    List<Double> gone = new ArrayList<>();
    strip.place().addListener((_, _, now) -> gone.add(now.seconds()));
    strip.selectAt(5.9);
    strip.selectAt(5.9);
    strip.select(5);
    strip.move(1);
    assertThat(gone).containsExactly(5.9, 5.9, 5.0, 6.0);
    strip.show(List.of());
    strip.selectAt(3.25);
    assertThat(strip.place().get().seconds()).as("sound has no frames").isEqualTo(3.25);
  }

  @Test
  void aFrameThatIsNotThereChangesNothing() {
    strip.show(frames);
    strip.select(99);
    assertThat(strip.selected().get()).isEqualTo(7);
    strip.show(List.of());
    strip.move(1);
    assertThat(strip.position()).isEqualTo(-1);
  }
}
