package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that the models over English words must not score, whatever they are declared to be. */
class EnglishTextTest {
  private static final LanguageIdentifier LANGUAGES = new LanguageIdentifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | see you at the station | readable",
        "en | 😀🎉 | readable",
        "und | 123 !!! | readable",
        "en | pаypаl and ｆｕｌｌ ｗｉｄｔｈ | readable",
        "en | yоu аrе аll jоkеrs аnd fооls | readable",
        "en | my friend Анна says hello to all of you and will come later | readable",
        "en | Поезд опаздывает на двадцать минут | too many",
        "en | hello everybody, сегодня всё закончится, прощайте друзья мои | too many",
        "en | 今天的天气非常好 lol | too many",
        "de | see you at the station | German",
        "und | ok lol | could not be told"
      })
  void onlyWhatIsWrittenInEnglishIsReadable(String language, String text, String why) {
    String said = EnglishText.whyNot(text, language);
    if (why.equals("readable")) {
      assertThat(said).isNull();
    } else {
      assertThat(said).contains(why);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Der Zug hat heute Verspätung und I am already very late for the meeting tomorrow",
        "hola amigos, see you all tomorrow at the big party on the beach, vamos a bailar",
        "привет друзья, the meeting is moved to tomorrow morning at nine o'clock sharp",
        "no",
        "si",
        "да",
        "ok",
        "na ja",
        "hmm lol brb",
        "🙂 ok"
      })
  void shortAndMixedTextsAreOneLanguageOrUndeterminedAndNeverBreak(String text) {
    assertThat(LANGUAGES.identify(text)).matches("[a-z]{2,3}");
    if (text.length() < 10) {
      assertThat(LANGUAGES.identify(text)).isEqualTo(LanguageIdentifier.UNDETERMINED);
    }
  }

  @Test
  void russianThatIsDeclaredEnglishIsReadByRussianRulesAndNotScored() {
    try (RescanEngine engine = RescanEngine.start(EngineOptions.forServer())) {
      ScanResult harmless = engine.scan(Scans.text("Поезд опаздывает на двадцать минут"));
      assertThat(harmless.verdict()).isEqualTo(Verdict.REVIEW);
      assertThat(harmless.assessments())
          .filteredOn(each -> each.stage().equals(TextLinearStage.NAME))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.status()).isEqualTo(AssessmentStatus.NOT_SUPPORTED);
                assertThat(each.scores()).isEmpty();
              });
      ScanResult threat = engine.scan(Scans.text("have a nice day, я тебя убью, see you"));
      assertThat(threat.rationale().clause().id()).isEqualTo("V1");
    }
  }
}
