package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.media.RiskCurve.Point;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Keyframe;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RiskCurveTest {
  @Property(tries = 200)
  void theLineRunsFromEndToEndAndNeverBack(
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 90) Double> times,
      @ForAll @DoubleRange(min = 0, max = 60) double seconds) {
    List<Keyframe> frames = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      frames.add(
          new Keyframe(
              i,
              times.get(i),
              false,
              List.of(Cases.score(Category.VIOLENCE, times.get(i) / 45, null))));
    }
    List<Moment> moments =
        times.stream()
            .map(at -> new Moment(Moment.Kind.SPEECH, at / 2, at, Category.HATE, at / 90, "", 0))
            .toList();
    List<Point> line = RiskCurve.of(frames, moments, seconds);
    assertThat(line.getFirst().x()).isZero();
    assertThat(line.getLast().x()).isEqualTo(1);
    for (int i = 1; i < line.size(); i++) {
      assertThat(line.get(i).x()).isGreaterThanOrEqualTo(line.get(i - 1).x());
      assertThat(line.get(i).y()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aFramesRiskHoldsUntilTheNextFrame() {
    List<Keyframe> frames =
        List.of(
            new Keyframe(0, 0, true, List.of(Cases.score(Category.SPAM, 0.2, null))),
            new Keyframe(1, 5, true, List.of(Cases.score(Category.SPAM, 0.8, null))));
    assertThat(RiskCurve.of(frames, List.of(), 10))
        .contains(new Point(0.5, 0.2), new Point(0.5, 0.8), new Point(1, 0.8));
  }

  @Test
  void withoutFramesTheLineIsFlat() {
    assertThat(RiskCurve.of(List.of(), List.of(), 10))
        .containsExactly(new Point(0, 0), new Point(1, 0));
  }

  @Test
  void whatWasHeardStandsOverTheFramesForAsLongAsItLasts() {
    List<Keyframe> frames =
        List.of(new Keyframe(0, 0, true, List.of(Cases.score(Category.SPAM, 0.2, null))));
    List<Moment> heard =
        List.of(
            new Moment(Moment.Kind.SPEECH, 2, 4, Category.HATE, 0.7, "", 1),
            new Moment(Moment.Kind.SOUND, 3, 3, Category.VIOLENCE, 0.9, "Gunshot", 0));
    assertThat(RiskCurve.of(frames, heard, 10))
        .containsExactly(
            new Point(0, 0.2),
            new Point(0, 0.2),
            new Point(0, 0.2),
            new Point(0.2, 0.2),
            new Point(0.2, 0.7),
            new Point(0.3, 0.7),
            new Point(0.3, 0.9),
            new Point(0.32, 0.9),
            new Point(0.32, 0.7),
            new Point(0.4, 0.7),
            new Point(0.4, 0.2),
            new Point(1, 0.2));
  }
}
