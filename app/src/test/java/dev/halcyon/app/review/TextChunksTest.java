package dev.halcyon.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.review.TextChunks.Chunk;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextChunksTest {
  @Property(tries = 300)
  void nothingButLineBreaksIsLostBetweenPieces(@ForAll("texts") String text) {
    int at = 0;
    for (Chunk chunk : TextChunks.of(text)) {
      assertThat(text.substring(at, chunk.start())).matches("\\r?\\n?");
      assertThat(chunk.end()).isGreaterThanOrEqualTo(chunk.start());
      at = chunk.end();
    }
    assertThat(text.substring(at)).matches("\\r?\\n?");
  }

  @Property(tries = 300)
  void piecesAreSmallAndNeverCutACharacterInTwo(@ForAll("texts") String text) {
    for (Chunk chunk : TextChunks.of(text)) {
      String piece = text.substring(chunk.start(), chunk.end());
      assertThat(piece.length()).isLessThanOrEqualTo(TextChunks.LONGEST);
      assertThat(piece.chars().filter(c -> c == '\n').count()).isLessThan(TextChunks.MOST_LINES);
      if (!piece.isEmpty() && chunk.start() > 0) {
        boolean pairCut =
            Character.isLowSurrogate(piece.charAt(0))
                && Character.isHighSurrogate(text.charAt(chunk.start() - 1));
        assertThat(pairCut).as("a surrogate pair is cut at %d", chunk.start()).isFalse();
      }
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "word ",
            "\n",
            "\r\n",
            "👩‍👩‍👧",
            "🇩🇪",
            "é",
            "مرحبا ",
            "x",
            "\u0301",
            "  ",
            "a".repeat(700),
            "\n".repeat(40),
            "👍🏽".repeat(300));
    return pieces.list().ofMaxSize(60).map(list -> String.join("", list));
  }

  @Test
  void aCutPrefersTheEndOfALine() {
    String text = "a".repeat(1000) + "\n" + "b".repeat(1000);
    assertThat(TextChunks.of(text)).containsExactly(new Chunk(0, 1000), new Chunk(1001, 2001));
  }

  @Test
  void aCutPrefersASpaceAndKeepsEmojiWhole() {
    String text = "w".repeat(1450) + " " + "👩‍👩‍👧".repeat(20);
    assertThat(TextChunks.of(text).getFirst().end()).isEqualTo(1451);
  }

  @Test
  void combiningMarksWithoutEndAreCutAnyway() {
    String text = "a" + "\u0301".repeat(100_000);
    List<Chunk> chunks = TextChunks.of(text);
    assertThat(chunks).hasSizeGreaterThan(60).allMatch(c -> c.length() <= TextChunks.LONGEST);
    assertThat(chunks.getLast().end()).isEqualTo(text.length());
  }

  @Test
  void tenMegabytesOfAnythingBecomeAListOfPieces() {
    assertThat(TextChunks.of("x".repeat(10_000_000))).hasSize(6_667);
    assertThat(TextChunks.of("\n".repeat(10_000_000))).hasSizeLessThan(420_000);
    assertThat(TextChunks.of("")).isEmpty();
  }
}
