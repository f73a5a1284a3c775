package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.ibm.icu.lang.UCharacter;
import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.RuleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredLiteralsTest {
  private static List<String> shipped() {
    return Scans.policy(2).rules().stream()
        .filter(rule -> rule.kind() == RuleKind.PATTERN)
        .map(PolicyRule::terms)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "[a-z]+@[a-z]+ ~ @",
        "\\{\\s*x ~ {",
        "a\\?b ~ a?b",
        "abc\\.def ~ abc.def",
        "x\\$? ~ \"\"",
        "(?:cat|dogs) food ~ \" food\"",
        "\\[/?(?:INST|SYSTEM)\\] ~ inst"
      })
  void lettersAndTellingSignsEveryMatchHoldsAreFound(String pattern, String literal) {
    List<String> found = RequiredLiterals.of(pattern);
    assertThat(found.isEmpty() ? "" : found.getFirst()).isEqualTo(literal);
  }

  @Test
  void everyShippedPatternIsGuarded() {
    assertThat(shipped())
        .hasSizeGreaterThan(120)
        .noneMatch(each -> RequiredLiterals.of(each).isEmpty());
  }

  @Test
  void noMatchOfAShippedPatternLacksItsLetters() {
    List<String> pieces = new ArrayList<>(List.of(" ", " ", " ", ".", "1234", "@", "s"));
    for (String pattern : shipped()) {
      for (String piece : pattern.split("[^\\p{L}]+")) {
        pieces.add(piece);
      }
    }
    List<Pattern> compiled =
        shipped().stream().map(each -> Pattern.compile(each, Pattern.CASE_INSENSITIVE)).toList();
    Random random = new Random(5);
    int matches = 0;
    for (int i = 0; i < 400; i++) {
      // Half of a pattern's own words in their order, with others between, often match it.
      String like = shipped().get(random.nextInt(compiled.size()));
      StringBuilder text = new StringBuilder();
      for (String piece :
          like.replaceAll("\\(\\?:|\\\\[a-zA-Z]|[\\[\\]{}?*+^$]", " ").split("[|() ]+")) {
        text.append(random.nextInt(2) == 0 ? piece + " " : "");
        text.append(random.nextInt(6) == 0 ? pieces.get(random.nextInt(pieces.size())) + " " : "");
      }
      String folded = UCharacter.foldCase(text.toString(), true);
      for (int p = 0; p < compiled.size(); p++) {
        if (compiled.get(p).matcher(text).find()) {
          matches++;
          assertThat(RequiredLiterals.of(shipped().get(p))).anyMatch(folded::contains);
        }
      }
    }
    assertThat(matches).as("texts that match something, or this shows nothing").isGreaterThan(50);
  }
}
