package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisguisedWordsTest {
  private static final KnownWords KNOWN = KnownWords.of(List.of("stupid", "so", "shit", "bread"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "st*pid people | people | stupid",
        "sh** sh*t s**t | sh | shit shit",
        "d1ot | diot | ''",
        "s0 be it | so be it | ''",
        "x0 be it | x  be it | ''",
        "covid19 and 4th mp3 | covid  and  th mp  | ''",
        "lehrer*innen | lehrer innen | ''",
        "5*3 **bold** | '    bold ' | ''"
      })
  void digitsAndAsterisksInsideOfWordsDoNotCutThem(String text, String read, String struck) {
    DisguisedWords.Read found = DisguisedWords.in(text, KNOWN);
    assertThat(found.text().replaceAll("\\s+", " ").strip())
        .isEqualTo(read.replaceAll("\\s+", " ").strip());
    assertThat(String.join(" ", found.struck())).isEqualTo(struck);
  }

  @Test
  void onlySoManyWordsAreFilledIn() {
    DisguisedWords.Read read = DisguisedWords.in("br*ad ".repeat(50), KNOWN);
    assertThat(read.struck()).hasSize(40).containsOnly("bread");
    assertThat(read.text().split("br ad", -1)).hasSize(11);
  }
}
