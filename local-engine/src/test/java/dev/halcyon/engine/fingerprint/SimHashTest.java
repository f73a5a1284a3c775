package dev.halcyon.engine.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SimHashTest {
  private static final String POST =
      "The harbour office opens at nine on weekdays; bring your papers, two photographs and the fee"
          + " in small notes, and ask for the clerk at the second window on the left. The queue is"
          + " long before noon, so come early or after three, when most of the crews have gone.";

  @Test
  void formatIsPinnedSoThatBanksStayValid() {
    assertThat(SimHash.of(POST).hex()).isEqualTo("5206c241167082f6");
    assertThat(SimHash.of("").bits()).isZero();
  }

  @Test
  void caseSpacingAndInvisibleCharactersMakeNoDifference() {
    String disguised = "  " + POST.toUpperCase(java.util.Locale.ROOT).replace(" ", " \u200b ");
    assertThat(SimHash.of(disguised)).isEqualTo(SimHash.of(POST));
  }

  @Test
  void oneChangedCharacterOfALongTextMostlyStaysNear() {
    Random random = new Random(1);
    String text = POST + " " + POST.replace("harbour", "customs").replace("clerk", "officer");
    int near = 0;
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(text.length());
      String edited = text.substring(0, at) + 'q' + text.substring(at + 1);
      near += SimHash.of(edited).distance(SimHash.of(text)) <= SimHash.MATCH ? 1 : 0;
    }
    assertThat(near).isGreaterThan(100);
  }

  @Test
  void differentTextsAreFar() {
    String other =
        "Tonight the choir sings in the old mill; doors at seven, no tickets, bring a cushion and"
            + " something warm, for the heating has been broken since the flood in spring.";
    assertThat(SimHash.of(other).distance(SimHash.of(POST))).isGreaterThan(10);
    assertThat(SimHash.fits(other)).isTrue();
    assertThat(SimHash.fits("see you at nine")).isFalse();
  }

  @Property(tries = 500)
  void noTextMakesItFail(@ForAll String text) {
    assertThat(SimHash.parse(SimHash.of(text).hex())).isEqualTo(SimHash.of(text));
  }
}
