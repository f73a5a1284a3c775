package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten megabytes of each kind of text that could make a careless step take its square. */
class LongTextTest {
  private static final int LENGTH = 10_000_000;
  private static final Normaliser NORMALISER = new Normaliser(KnownWords.shipped());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "k y s ",
        "1 2 3 ",
        "a.b-",
        "\u0336",
        "ᅡ",
        "aа",
        "@",
        "k1ll ",
        "http://",
        "а б в ",
        "\uD83D",
        "\u200B",
        "the quick brown fox jumps over the lazy dog. "
      })
  void tenMegabytesAreNormalisedAndMapBack(String piece) {
    String text = piece.repeat(LENGTH / piece.length());
    // The limit is far above what a linear pass needs and far below what a quadratic one would.
    NormalisedText result =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(120), () -> NORMALISER.normalise(text));
    int last = result.text().length() - 1;
    if (last >= 0) {
      assertThat(result.original(0, last + 1).start()).isZero();
      assertThat(result.originalEnd(last)).isLessThanOrEqualTo(text.length());
    } else {
      assertThat(piece).isEqualTo("\u200B");
    }
  }
}
