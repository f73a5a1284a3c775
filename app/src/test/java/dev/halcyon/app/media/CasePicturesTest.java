package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Keyframe;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CasePicturesTest {
  private static final int LONG = 200;

  /** A strip of two hundred frames, a second each, one of them risky. */
  private static List<Integer> ready(int riskiest) {
    List<Keyframe> frames =
        IntStream.range(0, LONG)
            .mapToObj(
                at ->
                    new Keyframe(
                        at,
                        at,
                        false,
                        List.of(
                            new CategoryScore(
                                Category.VIOLENCE, at == riskiest ? 0.9 : 0.1, null))))
            .toList();
    return CasePictures.near(frames).map(Keyframe::index).toList();
  }

  @Test
  void aLongStripIsReadyRoundTheFrameItBeginsWith() {
    assertThat(ready(100)).contains(97, 100, 110).doesNotContain(50, 150);
    assertThat(ready(0)).startsWith(0, 1).contains(10);
  }

  @Test
  void whereItBeginsAtItsEndItShowsAsMuchBeforeThatFrame() {
    assertThat(ready(LONG - 1))
        .contains(LONG - 1)
        .contains(LONG - 12)
        .as("as many as a screen wide")
        .hasSizeGreaterThanOrEqualTo(16);
  }
}
