package dev.halcyon.engine.text.deep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.Span;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PassagesTest {
  private static final Normaliser NORMALISER = new Normaliser(KnownWords.shipped());

  private static Passages of(String text, Span... regions) {
    return Passages.of(NORMALISER.normalise(text), List.of(regions), WordPiecesTest.PIECES);
  }

  private static EncoderText written(String text) {
    return EncoderText.original(text, WordPiecesTest.PIECES);
  }

  @Test
  void emojiAreReadByTheirNamesAndPointAtThemselves() {
    EncoderText text = written("so🎂good");
    assertThat(text.words()).isEqualTo(3);
    assertThat(text.label(0, 2)).isEqualTo("so birthday cake good");
    assertThat(text.span(1, 1)).isEqualTo(new Span(2, 4));
    assertThat(text.tokens(0, 3)).isEqualTo(written("so birthday cake good").tokens(0, 4));
  }

  @Test
  void linksAndNamesOfUsersAreOneWordWhoeverTheyAre() {
    assertThat(written("see https://a.example/x?y=1 @ann_1").tokens(0, 3))
        .isEqualTo(written("see [URL] [USER]").tokens(0, 3));
    assertThat(written("see https://a.example/x?y=1 now").span(1, 1)).isEqualTo(new Span(4, 27));
  }

  @Test
  void spanLeavesOutTheMarksAroundAWord() {
    assertThat(written("Well, \"hello\" there").span(1, 1)).isEqualTo(new Span(7, 12));
  }

  @Test
  void disguisedWordIsReadInBothFormsAndPointsAtTheOriginal() {
    String text = "go k\u200B1ll it";
    NormalisedText normalised = NORMALISER.normalise(text);
    assertThat(of(text).tokens())
        .contains(written("go kill it").tokens(0, 3), written(text).tokens(0, 3))
        .hasSize(2);
    EncoderText read = EncoderText.normalised(normalised, WordPiecesTest.PIECES);
    assertThat(read.span(1, 1)).isEqualTo(new Span(3, 8));
  }

  @Test
  void plainTextIsReadOnce() {
    assertThat(of("The library is open on Saturdays.").tokens()).hasSize(1);
  }

  @Test
  void longTextIsReadInWindowsThatReachItsEnd() {
    String text = "calm words ".repeat(60) + "finally zebras";
    Tokens last =
        written("words " + "calm words ".repeat(23) + "calm words finally zebras").tokens(1, 51);
    assertThat(of(text).tokens()).hasSizeBetween(3, 5);
    assertThat(of(text).tokens())
        .anyMatch(tokens -> tokens.length() == last.length() && endsAlike(tokens, last));
  }

  private static boolean endsAlike(Tokens one, Tokens other) {
    int from = one.length() - 4;
    return Arrays.equals(
        Arrays.copyOfRange(one.ids(), from, one.length()),
        Arrays.copyOfRange(other.ids(), from, other.length()));
  }

  @Test
  void ofAVeryLongTextTheRegionsAskedForAreReadAndTheCostIsBounded() {
    String before = "calm words and more of them. ".repeat(20_000);
    String text = before + "beware of the zebras tonight. " + before;
    Span region = new Span(before.length(), before.length() + 29);
    int zebras = WordPiecesTest.PIECES.of("zebras")[0];
    List<Tokens> read = List.copyOf(of(text, region).tokens());
    assertThat(read).hasSizeLessThanOrEqualTo(13);
    assertThat(read).anyMatch(tokens -> Arrays.stream(tokens.ids()).anyMatch(id -> id == zebras));
  }

  @Test
  void aLongTextCountsHalfByItsBeginningAndHalfByItsBestWindow() {
    Passages passages = of("calm words ".repeat(60));
    double decision = passages.decision(tokens -> tokens.length() > 60 ? 4 : 2);
    assertThat(decision).isEqualTo(3);
    assertThat(of("calm words").decision(tokens -> 7)).isEqualTo(7);
  }

  @Property(tries = 200)
  void anyStringCanBeReadAndEveryWordLiesWithinIt(@ForAll String text) {
    for (Tokens tokens : of(text).tokens()) {
      assertThat(tokens.length()).isBetween(2, Tokens.MOST);
    }
    EncoderText words = EncoderText.normalised(NORMALISER.normalise(text), WordPiecesTest.PIECES);
    for (int i = 0; i < words.words(); i++) {
      Span span = words.span(i, i);
      assertThat(span.start()).isBetween(0, span.end());
      assertThat(span.end()).isLessThanOrEqualTo(text.length());
    }
  }
}
