package dev.halcyon.engine.text.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordPiecesTest {
  static final WordPieces PIECES =
      WordPieces.of(DeepModels.packed("all-minilm-l6-v2-q-tokenizer.json"), "shipped");

  @Test
  void wordsGetTheNumbersThatTheEncoderWasTrainedWith() {
    assertThat(PIECES.of("hello world")).containsExactly(7592, 2088);
    assertThat(PIECES.of("unaffable")).containsExactly(14477, 20961, 3468);
    assertThat(PIECES.first()).isEqualTo(101);
    assertThat(PIECES.last()).isEqualTo(102);
  }

  @Test
  void capitalsAndAccentsDoNotMatterAndEachMarkStandsAlone() {
    assertThat(PIECES.of("HÉLLO, wörld!!")).containsExactly(7592, 1010, 2088, 999, 999);
    assertThat(PIECES.of("hello... world")).containsExactly(7592, 1012, 1012, 1012, 2088);
    assertThat(PIECES.of("he\u0301llo\u0000 “world”")).hasSize(4).contains(7592, 2088);
  }

  @Test
  void wordWithAnUnknownPieceIsOneUnknownWord() {
    assertThat(PIECES.of("hello ab\u16A0cd world")).containsExactly(7592, 100, 2088);
    assertThat(PIECES.of("x".repeat(101))).containsExactly(100);
  }

  @Test
  void nothingToReadGivesNoPieces() {
    assertThat(PIECES.of("")).isEmpty();
    assertThat(PIECES.of(" \t\u00A0\uD83D")).isEmpty();
  }

  @Property(tries = 200)
  void everyStringIsCutIntoKnownNumbers(@ForAll String text) {
    assertThat(java.util.Arrays.stream(PIECES.of(text)))
        .allMatch(number -> number >= 0 && number < 30_522);
  }

  @Test
  void fileWithoutAVocabularyIsRefused() {
    for (String file : new String[] {"{}", "{\"vocab\": {\"a\": 1}}", "not json", ""}) {
      assertThatThrownBy(() -> WordPieces.of(file.getBytes(StandardCharsets.UTF_8), "bad.json"))
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("model.damaged");
                assertThat(problem.getMessage()).contains("bad.json");
              });
    }
  }
}
