package dev.halcyon.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzyTest {
  private static final List<String> NAMES =
      List.of(
          "Allow",
          "Restrict",
          "Remove",
          "Remove permanently",
          "Escalate",
          "Undo",
          "Next case",
          "Give the case back",
          "Previous part",
          "Next part",
          "Reasoning",
          "Queue",
          "Outbox",
          "Settings",
          "Sign out");

  private static List<String> find(String typed, List<String> names) {
    return names.stream()
        .filter(name -> Fuzzy.score(typed, name) > 0)
        .sorted(Comparator.comparingInt((String name) -> Fuzzy.score(typed, name)).reversed())
        .toList();
  }

  /** What a reviewer types, and what must come first for it. */
  @ParameterizedTest
  @CsvSource({
    "rem, Remove",
    "remove, Remove",
    "perm, Remove permanently",
    "rp, Remove permanently",
    "rem per, Remove permanently",
    "per rem, Remove permanently",
    "next, Next case",
    "nc, Next case",
    "np, Next part",
    "esc, Escalate",
    "esclate, Escalate",
    "ecsalate, Escalate",
    "stt, Settings",
    "setings, Settings",
    "case, Next case",
    "back, Give the case back",
    "sign, Sign out",
    "out, Outbox",
    "UNDO, Undo",
    "quue, Queue"
  })
  void whatIsMeantComesFirst(String typed, String first) {
    assertThat(find(typed, NAMES)).first().isEqualTo(first);
  }

  @Test
  void aNameThatIsTypedInFullStandsBeforeALongerOne() {
    assertThat(find("remove", NAMES)).startsWith("Remove", "Remove permanently");
  }

  @Test
  void beginningsStandBeforeMiddlesAndMiddlesBeforeLettersInOrder() {
    List<String> names = List.of("Cast a screen", "Forecast", "Case", "Recast");
    assertThat(find("cas", names)).startsWith("Case", "Cast a screen").contains("Forecast");
    assertThat(Fuzzy.score("cas", "Case")).isGreaterThan(Fuzzy.score("cas", "Recast"));
    assertThat(Fuzzy.score("ecst", "ecast"))
        .isGreaterThan(0)
        .isLessThan(Fuzzy.score("ecas", "recast"));
  }

  @Test
  void accentsCaseAndLigaturesDoNotCount() {
    assertThat(Fuzzy.score("loschen", "Löschen")).isEqualTo(Fuzzy.score("löschen", "LÖSCHEN"));
    assertThat(Fuzzy.score("schliessen", "Schließen")).isPositive();
    assertThat(Fuzzy.score("razon", "Razón")).isPositive();
  }

  @Test
  void otherScriptsAreFoundByTheirOwnLetters() {
    assertThat(Fuzzy.score("القناة", "على القناة")).isPositive();
    assertThat(Fuzzy.score("हिन्दी", "हिन्दी कतार")).isPositive();
  }

  @Test
  void aWordThatIsNowhereFindsNothing() {
    assertThat(Fuzzy.score("zebra", "Remove permanently")).isEqualTo(Fuzzy.NOT_FOUND);
    assertThat(Fuzzy.score("remove zebra", "Remove permanently")).isEqualTo(Fuzzy.NOT_FOUND);
    assertThat(find("xq", NAMES)).isEmpty();
  }

  @Test
  void aSentenceIsFoundByItsWordsAloneAndLess() {
    String sentence = "Take the item down; it can be put back.";
    assertThat(Fuzzy.mention("item down", sentence)).isPositive();
    assertThat(Fuzzy.mention("itm", sentence)).isEqualTo(Fuzzy.NOT_FOUND);
    assertThat(Fuzzy.mention("item", sentence)).isLessThan(Fuzzy.score("itm", "item"));
  }

  @Property
  void nothingIsFoundBetterByItsNameThanByTheNameItself(
      @ForAll @AlphaChars @StringLength(min = 1, max = 12) String name,
      @ForAll @AlphaChars @StringLength(min = 1, max = 12) String other) {
    if (!name.equalsIgnoreCase(other)) {
      assertThat(Fuzzy.score(name, name)).isGreaterThan(Fuzzy.score(name, other));
    }
  }

  @Property
  void anyTextCanBeTyped(@ForAll String typed, @ForAll String text) {
    assertThat(Fuzzy.score(typed, text)).isGreaterThanOrEqualTo(Fuzzy.NOT_FOUND);
    assertThat(Fuzzy.mention(typed, text)).isGreaterThanOrEqualTo(Fuzzy.NOT_FOUND);
  }
}
