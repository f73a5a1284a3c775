package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.Normaliser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisguiseTest {
  private static final String PLAIN =
      "nobody wants your stupid company here, please leave this table alone";

  @ParameterizedTest
  @EnumSource
  void disguiseChangesTheTextAndTheNormaliserUndoesMostOfIt(Disguise disguise) {
    String text = disguise.text(PLAIN, 3);
    assertThat(text).isNotEqualTo(PLAIN).isEqualTo(disguise.text(PLAIN, 3));
    String read = new Normaliser(KnownWords.shipped()).normalise(text).text();
    long same = java.util.Arrays.stream(PLAIN.split(" ")).filter(read::contains).count();
    assertThat(same).as(read).isGreaterThanOrEqualTo(8);
  }
}
