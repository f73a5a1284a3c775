package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.media.LensState.Rectangle;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LensViewModelTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  private final LensViewModel lens = new LensViewModel();

  @Property(tries = 300)
  void whatIsSeenLiesInsideThePictureAndUnderTheLens(
      @ForAll @DoubleRange(min = -1, max = 2) double x,
      @ForAll @DoubleRange(min = -1, max = 2) double y,
      @ForAll @DoubleRange(min = 0.01, max = 30) double zoom,
      @ForAll @DoubleRange(min = 20, max = 600) double width,
      @ForAll @DoubleRange(min = 20, max = 400) double height) {
    LensViewModel vm = new LensViewModel();
    vm.moveTo(x, y);
    vm.zoomBy(zoom);
    LensState state = vm.state().get();
    Rectangle lens = state.place(width, height);
    Rectangle seen = state.source(width, height, 2 * width, 2 * height);
    assertThat(lens.x()).isGreaterThanOrEqualTo(-1e-9);
    assertThat(lens.x() + lens.width()).isLessThanOrEqualTo(width + 1e-9);
    assertThat(lens.y()).isGreaterThanOrEqualTo(-1e-9);
    assertThat(lens.y() + lens.height()).isLessThanOrEqualTo(height + 1e-9);
    assertThat(seen.x() / 2).isGreaterThanOrEqualTo(lens.x() - 1e-6);
    assertThat((seen.x() + seen.width()) / 2).isLessThanOrEqualTo(lens.x() + lens.width() + 1e-6);
    assertThat(seen.width() / 2).as("enlarged").isCloseTo(lens.width() / state.zoom(), CLOSE);
  }

  @Test
  void itFollowsThePointerAndTheKeysAndStopsAtTheEdges() {
    lens.moveTo(0.25, 0.75);
    assertThat(lens.state().get().place(800, 600)).isEqualTo(new Rectangle(110, 360, 180, 180));
    lens.moveBy(0.5, -2);
    assertThat(lens.state().get().x()).isEqualTo(0.75);
    assertThat(lens.state().get().y()).isZero();
    assertThat(lens.state().get().place(800, 600).y()).isZero();
  }

  @Test
  void itEnlargesWithinBoundsAndNeverShowsMore() {
    lens.zoomBy(0.1);
    assertThat(lens.state().get().zoom()).isEqualTo(1);
    lens.zoomBy(100);
    assertThat(lens.state().get().zoom()).isEqualTo(LensViewModel.MOST);
    assertThat(lens.state().get().source(800, 600, 800, 600).width()).isEqualTo(45);
  }

  @Test
  void anotherPictureBeginsInTheMiddleAndTheChoiceOfTheWholeStays() {
    lens.moveTo(0, 0);
    lens.zoomBy(2);
    lens.toggleWhole();
    lens.reset();
    assertThat(lens.state().get()).isEqualTo(new LensState(0.5, 0.5, 1, true));
  }
}
