package dev.halcyon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.RiskTimeline.Span;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The risk of each second, and the picture that stands for the whole. */
class RiskTimelineTest {
  private static MediaInfo film(double seconds, Keyframe... strip) {
    return new MediaInfo(
        "a",
        Modality.VIDEO,
        MediaState.READY,
        "video/mp4",
        "video/mp4",
        1,
        2,
        2,
        seconds,
        false,
        List.of(strip),
        null);
  }

  private static Keyframe frame(int index, double at, double sexual) {
    return new Keyframe(
        index,
        at,
        false,
        sexual == 0 ? List.of() : List.of(new CategoryScore(Category.SEXUAL, sexual, null)));
  }

  @Test
  void aKeyframeHoldsUpToTheNextAndAFlashShowsInItsSecond() {
    MediaInfo info =
        film(5.5, frame(0, 0, 0.1), frame(1, 2.48, 0.9), frame(2, 2.52, 0.1), frame(3, 4, 0.4));
    RiskTimeline risk = RiskTimeline.of(info, List.of());
    assertThat(risk.seconds()).isEqualTo(6);
    assertThat(risk.of(Category.SEXUAL)).containsExactly(0.1, 0.1, 0.9, 0.1, 0.4, 0.4);
    assertThat(risk.worst()).isEqualTo(risk.of(Category.SEXUAL));
    assertThat(risk.categories()).containsExactly(Category.SEXUAL);
    assertThat(risk.at(Category.HATE, 3)).isZero();
  }

  @Test
  void whatIsSaidRaisesTheSecondsInWhichItIsSaid() {
    MediaInfo info = film(4, frame(0, 0, 0.2));
    RiskTimeline risk = RiskTimeline.of(info, List.of(new Span(Category.HATE, 1.2, 2.0, 0.8)));
    assertThat(risk.of(Category.HATE)).containsExactly(0, 0.8, 0, 0);
    assertThat(risk.worst()).containsExactly(0.2, 0.8, 0.2, 0.2);
  }

  @Test
  void aPictureHasOneSecondAndWhatFailedHasOneOfNothing() {
    assertThat(RiskTimeline.of(film(0, frame(0, 0, 0.7)), List.of()).worst()).containsExactly(0.7);
    assertThat(RiskTimeline.of(film(0), List.of()).worst()).containsExactly(0);
  }

  @Property(tries = 100)
  void theHighestSecondIsTheHighestScoreWhereverTheKeyframesLie(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 500) Double> times,
      @ForAll @Size(min = 20, max = 20) List<@DoubleRange(min = 0, max = 1) Double> scores) {
    List<Double> sorted = times.stream().sorted().toList();
    List<Keyframe> strip = new ArrayList<>();
    double highest = 0;
    for (int i = 0; i < sorted.size(); i++) {
      strip.add(frame(i, sorted.get(i), scores.get(i)));
      highest = Math.max(highest, scores.get(i));
    }
    double[] worst =
        RiskTimeline.of(film(sorted.getLast(), strip.toArray(Keyframe[]::new)), List.of()).worst();
    double found = 0;
    for (double each : worst) {
      found = Math.max(found, each);
    }
    assertThat(found).isEqualTo(highest);
  }

  private static PdqFingerprint print(long bits, int quality) {
    return new PdqFingerprint(new PdqHash(bits, bits, bits, bits), quality);
  }

  private static MediaAnalysis analysis(MediaInfo info, PdqFingerprint... prints) {
    List<EncodedPicture> pictures = new ArrayList<>();
    info.keyframes().forEach(each -> pictures.add(new EncodedPicture("image/jpeg", 1, 1, null)));
    return new MediaAnalysis(info, pictures).withPrints(List.of(prints));
  }

  @Test
  void thePosterIsTheLeastSensitivePictureAndOfThoseTheOneSeenLongest() {
    MediaInfo info =
        film(
            20,
            frame(0, 0, 0.02),
            frame(1, 2, 0.91),
            frame(2, 12, 0.03),
            frame(3, 17, 0.3),
            frame(4, 18, 0.03));
    PdqFingerprint third = print(3, 90);
    MediaAnalysis film = analysis(info, print(1, 90), print(2, 90), third, print(4, 90), third);
    assertThat(film.poster()).hasValue(2);
    assertThat(film.sameAs(4)).hasValue(2);
    assertThat(film.sameAs(2)).isEmpty();
  }

  @Test
  void aBlackPictureIsAPosterOnlyWhereThereIsNoOther() {
    MediaInfo info = film(20, frame(0, 0, 0), frame(1, 15, 0));
    assertThat(analysis(info, print(1, 0), print(2, 90)).poster()).hasValue(1);
    assertThat(analysis(info, print(1, 0), print(2, 0)).poster()).hasValue(0);
    assertThat(analysis(film(0)).poster()).isEmpty();
  }
}
