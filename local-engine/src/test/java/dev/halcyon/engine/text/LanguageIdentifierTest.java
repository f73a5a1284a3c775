package dev.halcyon.engine.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void sampleTextsOfOtherLanguagesAreNotTakenForEnglish() throws IOException {
    List<String> taken = new ArrayList<>();
    int others = 0;
    for (String line : new String(Assets.bytes("sample/items.jsonl"), UTF_8).lines().toList()) {
      JsonNode item = new ObjectMapper().readTree(line);
      if (!item.path("text").asText().isBlank()
          && !List.of("en", "und", "").contains(item.path("language").asText())) {
        others++;
        if (languages.identify(item.path("text").asText()).equals("en")) {
          taken.add(item.path("text").asText());
        }
      }
    }
    assertThat(others).isGreaterThan(40);
    assertThat(taken).as("one German post is written in English words").hasSizeLessThan(2);
  }
}
