package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NormaliserPropertiesTest {
  private static final Normaliser NORMALISER =
      new Normaliser(KnownWords.shipped().and(Set.of("kys", "кот", "κακο")));

  /** Text over the characters that the steps of the normaliser treat specially. */
  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "a", "k", "i", "l", "s", "e", "x", "A", "K", "1", "3", "0", "4", "@", "$", "!", "|",
            ".", "-", "_", "*", "/", " ", "  ", "\n", "а", "с", "е", "к", "у", "я", "К", "ѕ", "і",
            "α", "ο", "ν", "\u200B", "\u200D", "\u202E", "\uFEFF", "\u0301", "\u0336", "\u20E3",
            "\uFE0F", "ﬁ", "ß", "İ", "ſ", "Å", "가", "ᅡ", "ᆨ", "ㅋ", "\uD835", "\uDC00", "😀", "🇰",
            "🅰", "ᴋ", "\u0000", "\u0085", "kill", "you", "sex", "k y s", "аге", "ﷺ", "נ", "ִ", "ا",
            "ّ", "नि");
    return pieces.list().ofMaxSize(60).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.strings().all().ofMaxLength(200);
  }

  /** Most texts never have their offsets written down; that must make no difference. */
  private static void sameWithOffsetsWrittenDown(String text) {
    MappedChars written = MappedChars.of(text);
    written.writeOffsets();
    NormalisedText slow = NORMALISER.normalise(text, written);
    NormalisedText fast = NORMALISER.normalise(text);
    assertThat(fast.text()).isEqualTo(slow.text());
    for (int i = 0; i < fast.text().length(); i++) {
      assertThat(fast.originalStart(i)).isEqualTo(slow.originalStart(i));
      assertThat(fast.originalEnd(i)).isEqualTo(slow.originalEnd(i));
    }
    if (fast.lowered()) {
      assertThat(fast.text()).isEqualTo(UCharacter.foldCase(text, true));
      assertThat(fast.text()).isEqualTo(Normaliser.folded(text).text());
    }
  }

  @Property(tries = 2000)
  void offsetsOnDemandMakeNoDifference(@ForAll("hostile") String text) {
    sameWithOffsetsWrittenDown(text);
  }

  @Property(tries = 2000)
  void offsetsOnDemandMakeNoDifferenceToPlainText(@ForAll("plain") String text) {
    sameWithOffsetsWrittenDown(text);
  }

  @Provide
  Arbitrary<String> plain() {
    return Arbitraries.of(
            "hello",
            "You",
            "KILL",
            "k1ll",
            "a",
            "I",
            " ",
            " ",
            " ",
            ",",
            ".",
            "!",
            "sooo",
            "ki.ll",
            "k y s",
            "well-known",
            "4th",
            "\n",
            "don't",
            "$ex",
            "#tag")
        .list()
        .ofMaxSize(30)
        .map(list -> String.join("", list));
  }

  private static void mapsBack(String text) {
    NormalisedText result = NORMALISER.normalise(text);
    int start = 0;
    int end = 0;
    for (int i = 0; i < result.text().length(); i++) {
      assertThat(result.originalStart(i)).isGreaterThanOrEqualTo(start);
      assertThat(result.originalEnd(i))
          .isGreaterThanOrEqualTo(end)
          .isLessThanOrEqualTo(text.length());
      assertThat(result.originalStart(i)).isLessThan(result.originalEnd(i));
      start = result.originalStart(i);
      end = result.originalEnd(i);
    }
  }

  @Property(tries = 2000)
  void offsetsMapBackAndRise(@ForAll("hostile") String text) {
    mapsBack(text);
  }

  @Property(tries = 1000)
  void offsetsMapBackAndRiseForAnyString(@ForAll("anything") String text) {
    mapsBack(text);
  }

  @Property(tries = 3000)
  void normalFormIsLeftAlone(@ForAll("hostile") String text) {
    String once = NORMALISER.normalise(text).text();
    assertThat(NORMALISER.normalise(once).text()).isEqualTo(once);
  }

  @Property(tries = 1000)
  void normalFormIsLeftAloneForAnyString(@ForAll("anything") String text) {
    String once = NORMALISER.normalise(text).text();
    assertThat(NORMALISER.normalise(once).text()).isEqualTo(once);
  }

  @Property(tries = 500)
  void loneSurrogatesSurviveBetweenLetters(@ForAll("surrogates") String surrogates) {
    StringBuilder text = new StringBuilder();
    surrogates.chars().forEach(c -> text.append("б").append((char) c).append("г"));
    String normal = NORMALISER.normalise(text.toString()).text();
    assertThat(normal.chars().filter(c -> Character.isSurrogate((char) c)).count())
        .isEqualTo(surrogates.length());
  }

  @Provide
  Arbitrary<String> surrogates() {
    return Arbitraries.strings().withCharRange('\uD800', '\uDFFF').ofMaxLength(20);
  }
}
