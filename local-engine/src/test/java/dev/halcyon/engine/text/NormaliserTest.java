package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormaliserTest {
  private static final Normaliser NORMALISER =
      new Normaliser(KnownWords.shipped().and(Set.of("kys")));

  private static String normal(String text) {
    return NORMALISER.normalise(text).text();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "KILL, kill",
        "ｋｉｌｌ, kill",
        "𝐤𝐢𝐥𝐥, kill",
        "🅺🅸🅻🅻, kill",
        "ᴋɪʟʟ, kill",
        "k1ll, kill",
        "k!ll, kill",
        "5tup1d, stupid",
        "$tupid, stupid",
        "k i l l, kill",
        "k.i.l.l, kill",
        "k-1-l-l, kill",
        "k y s, kys",
        "ki.ll, kill",
        "killlllll, kill",
        "stuuuupid, stupid",
        "k̷i̷l̷l̷, kill",
        "kіll, kill",
        "раураl, paypal",
        "k i l l  y o u r s e l f, kill  yourself",
        "k i l l y o u r s e l f, kill yourself",
        "k1llllll, kill"
      })
  void disguisesAreUndone(String disguised, String plain) {
    assertThat(normal(disguised)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "я тебя люблю",
        "испекла яблочный пирог по бабушкиному рецепту",
        "корова ест траву",
        "сор",
        "καλημέρα σε όλουσ",
        "schöne grüsse aus köln",
        "el niño comió piñas",
        "the 4th of july at 10pm",
        "mp3 and b2b",
        "well-known go-to words",
        "it's i'll can't",
        "see www.example.com/a-b_c",
        "مرحبا بكم",
        "नमस्ते दुनिया",
        "你好世界"
      })
  void honestTextStaysAsItIs(String honest) {
    assertThat(normal(honest)).isEqualTo(honest);
  }

  @Test
  void allCyrillicWordStaysRussianEvenWhenEveryLetterLooksLatin() {
    assertThat(normal("сор и хаос")).isEqualTo("сор и хаос");
    assertThat(normal("Мама, тут сор")).contains("сор");
  }

  @Test
  void russianWordWithBorrowedLatinLettersBecomesRussian() {
    assertThat(normal("Гapaнтиpoвaнный зapaбoтoк")).isEqualTo("гарантированный заработок");
  }

  @Test
  void wholeWordOfLookAlikesIsFoldedOnlyWithinLatinText() {
    assertThat(normal("you are such a рор star, everyone knows")).contains(" pop ");
    assertThat(normal("рор")).isEqualTo("рор");
  }

  @Test
  void invisibleCharactersVanishAndOffsetsStillPointAtTheOriginal() {
    String text = "a k\u200Bi\u200Dl\u2060l\u202E b";
    NormalisedText result = NORMALISER.normalise(text);
    int at = result.text().indexOf("kill");
    assertThat(at).isPositive();
    Span span = result.original(at, at + 4);
    assertThat(text.substring(span.start(), span.end())).startsWith("k\u200Bi\u200Dl\u2060l");
  }

  @Test
  void drawnOutWordMapsToAllOfItself() {
    NormalisedText result = NORMALISER.normalise("so killlll now");
    int at = result.text().indexOf("kill");
    assertThat(result.original(at, at + 4)).isEqualTo(new Span(3, 10));
  }

  @Test
  void loneSurrogatesSurvive() {
    assertThat(normal("a\uD83Db\uDE00c")).isEqualTo("a\uD83Db\uDE00c");
    assertThat(normal("\uD800")).isEqualTo("\uD800");
  }

  @Test
  void emptyTextHasAnEmptyNormalForm() {
    assertThat(normal("")).isEmpty();
    assertThat(normal("\u200B\u200B")).isEmpty();
  }

  @Test
  void emojiStayApartFromTheirInvisibleJoiners() {
    assertThat(normal("👩‍👩‍👧 🎂")).isEqualTo("👩👩👧 🎂");
  }

  @Test
  void marksHeapedOnLettersAreTakenOff() {
    String heaped = "k" + "\u0336\u0337\u0334".repeat(50) + "ill";
    assertThat(normal(heaped)).isEqualTo("kill");
    assertThat(normal("йод ёлка für año ḗta")).isEqualTo("йод ёлка für año ḗta");
  }
}
