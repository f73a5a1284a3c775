package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PseudoLocaleTest {
  private final Words words = Words.in(PseudoLocale.LOCALE);

  @Test
  void sentencesGrowByTwoFifthsAndShowWhereTheyEnd() {
    String english = Words.in(java.util.Locale.ENGLISH).say("keys.lead");
    assertThat(words.say("keys.lead"))
        .startsWith("⟦")
        .endsWith("⟧")
        .hasSizeGreaterThan(english.length() * 13 / 10);
  }

  @Test
  void placeholdersAndPluralsAreFilledIn() {
    assertThat(words.say("keys.now", "A", "B")).contains("A").contains("B").doesNotContain("{");
    assertThat(words.say("find.queue", 1)).isNotEqualTo(words.say("find.queue", 3)).contains("1");
    assertThat(words.say("find.queue", 3)).contains("3").doesNotContain("plural");
  }

  @Test
  void everySentenceOfTheBundlesCanBeSaid() {
    for (String key : words.keys()) {
      assertThat(words.say(key, 1, 2, 3, 4, 5)).as(key).startsWith("⟦").doesNotContain("{");
    }
  }
}
