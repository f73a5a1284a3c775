package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExcerptsTest {
  @Test
  void charactersThatCannotBeSeenAreLeftOut() {
    assertThat(Excerpts.line("b\u200Bu\u200Cy \u0007n\u00ADow\u202E!\uFEFF\u3164"))
        .isEqualTo("buy now!");
    assertThat(Excerpts.line("\u200B\u2060 \u200B")).isEmpty();
    assertThat(Excerpts.line("\uE000\uDB40\uDC41x")).isEqualTo("x");
  }

  @Test
  void whiteSpaceOfEveryKindIsOneSpace() {
    assertThat(Excerpts.line("  one\r\n\t two\u00A0\u3000three \u2028")).isEqualTo("one two three");
  }

  @Test
  void emojiAndWordsOfEveryScriptStay() {
    assertThat(Excerpts.line("👩\u200D🔧 \u0646\u0645 किताब ❤\uFE0F"))
        .isEqualTo("👩\u200D🔧 \u0646\u0645 किताब ❤\uFE0F");
  }

  @Property
  void noLineHoldsAControlCharacter(@ForAll String text) {
    assertThat(Excerpts.line(text).codePoints())
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.UNASSIGNED);
  }
}
