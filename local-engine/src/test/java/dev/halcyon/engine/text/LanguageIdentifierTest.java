package dev.halcyon.engine.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageIdentifierTest {
  private final LanguageIdentifier languages = new LanguageIdentifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | The little library on the corner is open again on Saturdays and Sundays.",
        "de | Der Zug hat Verspätung, ich bin erst gegen acht da. Fangt ruhig ohne mich an.",
        "es | La paella del domingo salió perfecta. Mi abuela estaría muy orgullosa de mí.",
        "ru | Поезд опаздывает на двадцать минут, начинайте без меня, пожалуйста.",
        "zh | 今天的天气非常好，我们一起去公园散步，然后去吃晚饭吧，好不好呢朋友们。",
        "und | ok lol",
        "und | Hallo zusammen",
        "und | hola guapa",
        "en | i do not like these people",
        "en | She moved here from Hungary",
        "en | Fine. Do you remember me.",
        "en | disgusting 🐵",
        "en | G00d morn1ng pr1nc3ss! H4ppy New Ye4r!",
        "en | Hоw can I use рredаtоry lеnding рrасtiсes",
        "en | I ​d​es​p​ise​ these peo\u200bple",
        "en | H.e.r.e is m.y n.u.m.b.e.r",
        "en | i d1ot y0u are s0 st*pid, go d1e",
        "en | f*ck y0u",
        "en | f*ck off",
        "en | k1ll y0urself",
        "en | sh*t happens",
        "en | what the f**k is th1s",
        "en | covid19 is not over, wear masks",
        "de | Liebe Lehrer*innen und Schüler*innen, der Zug hat heute Verspätung.",
        "und | h0la guapa",
        "und | n4 j4, g3ht s0",
        "und | put4 madr3",
        "und | *** ** 5*3 a*b",
        "und | 🎉🎂🥳",
        "und | http://example.com/a/long/path/that/says/nothing @someone #tag"
      })
  void languageIsToldWhenThereIsEnoughToTellBy(String language, String text) {
    assertThat(languages.identify(text)).isEqualTo(language);
  }

  @Test
  void declaredLanguageWinsAndIsCutToItsTwoLetters() {
    assertThat(languages.languageOf("Guten Tag zusammen", "en-US")).isEqualTo("en");
    assertThat(languages.languageOf("Guten Tag zusammen", "DE")).isEqualTo("de");
    assertThat(languages.languageOf("Guten Tag", "deu")).isEqualTo("de");
    assertThat(languages.languageOf("Guten Tag", "pt_BR")).isEqualTo("pt");
  }

  @Test
  void declarationThatSaysNothingIsIgnored() {
    String text = "Der Zug hat Verspätung, ich bin erst gegen acht da.";
    for (String declared : new String[] {null, "", " ", "und", "!!"}) {
      assertThat(languages.languageOf(text, declared)).isEqualTo("de");
    }
  }

  @Test
  void veryLongTextIsReadAtItsBeginning() {
    assertThat(languages.identify("This is plain English text. ".repeat(100_000))).isEqualTo("en");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a*", "ei*", "o0", "e3", "i1", "a4", "e*i1o0"})
  void sampleTextsOfOtherLanguagesAreNotTakenForEnglish(String disguise) throws IOException {
    List<String> taken = new ArrayList<>();
    int others = 0;
    for (String line : new String(Assets.bytes("sample/items.jsonl"), UTF_8).lines().toList()) {
      JsonNode item = new ObjectMapper().readTree(line);
      if (!item.path("text").asText().isBlank()
          && !List.of("en", "und", "").contains(item.path("language").asText())) {
        others++;
        if (languages.identify(disguised(item.path("text").asText(), disguise)).equals("en")) {
          taken.add(item.path("text").asText());
        }
      }
    }
    assertThat(others).isGreaterThan(40);
    assertThat(taken).as("one German post is written in English words").hasSizeLessThan(2);
  }

  /** Vowels inside of words as the signs that follow them in the disguise. */
  private static String disguised(String text, String disguise) {
    String hidden = text;
    for (Matcher pairs = Pattern.compile("(\\p{L}+)(\\P{L})").matcher(disguise); pairs.find(); ) {
      hidden = hidden.replaceAll("(?<=\\p{L})[" + pairs.group(1) + "](?=\\p{L})", pairs.group(2));
    }
    return hidden;
  }
}
