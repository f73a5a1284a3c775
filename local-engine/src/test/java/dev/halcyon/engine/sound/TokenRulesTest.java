package dev.halcyon.engine.sound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.assets.Assets;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The vocabulary and what may be written when. */
class TokenRulesTest {
  private static final Vocabulary WORDS =
      Vocabulary.read(
          Assets.bytes("models/whisper-tiny/tokenizer.json"),
          Assets.bytes("models/whisper-tiny/generation_config.json"));

  private static boolean[] allowed(Integer... written) {
    float[] logits = new float[WORDS.size()];
    // Words are likelier than all times together, so that only the hard rules show.
    java.util.Arrays.fill(logits, 0, WORDS.firstTime(), 20);
    TokenRules.apply(logits, List.of(written), WORDS);
    boolean[] allowed = new boolean[logits.length];
    for (int i = 0; i < logits.length; i++) {
      allowed[i] = logits[i] > Float.NEGATIVE_INFINITY;
    }
    return allowed;
  }

  private static int time(double seconds) {
    return WORDS.firstTime() + (int) Math.round(seconds / Vocabulary.TICK);
  }

  @Test
  void aTextOpensWithATimeInItsFirstSecond() {
    boolean[] allowed = allowed();
    assertThat(allowed[time(0)]).isTrue();
    assertThat(allowed[time(1)]).isTrue();
    assertThat(allowed[time(1.02)]).isFalse();
    assertThat(allowed[1000]).isFalse();
    assertThat(allowed[WORDS.end()]).isFalse();
  }

  @Test
  void timesComeInPairsAndNeverGoBack() {
    assertThat(allowed(time(0))[time(1)]).as("words follow the opening time").isFalse();
    assertThat(allowed(time(0), 1000)[time(0)]).as("a stretch has a length").isFalse();
    assertThat(allowed(time(0), 1000)[time(0.02)]).isTrue();
    boolean[] behindAClosing = allowed(time(0), 1000, time(2));
    assertThat(behindAClosing[1000]).as("a closing time is followed by an opening one").isFalse();
    assertThat(behindAClosing[time(1.98)]).isFalse();
    assertThat(behindAClosing[time(2)]).isTrue();
    assertThat(behindAClosing[WORDS.end()]).isTrue();
  }

  @Test
  void marksAndSignsForMusicAreNeverWritten() {
    boolean[] allowed = allowed(time(0), 1000);
    for (int token : WORDS.languageTokens()) {
      assertThat(allowed[token]).isFalse();
    }
    assertThat(allowed[WORDS.start()]).isFalse();
    assertThat(allowed[WORDS.transcribe()]).isFalse();
    assertThat(allowed[WORDS.noSpeech()]).isFalse();
    for (int token = 0; token < WORDS.end(); token++) {
      if (WORDS.text(List.of(token)).strip().matches("[♪♫♬]+")) {
        assertThat(allowed[token]).as(WORDS.text(List.of(token))).isFalse();
      }
    }
  }

  @Test
  void whereTimesTogetherAreLikelierThanAnyWordATimeIsWritten() {
    float[] logits = new float[WORDS.size()];
    logits[1000] = 5;
    TokenRules.apply(logits, List.of(time(0), 1000), WORDS);
    assertThat(logits[1000]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(logits[time(3)]).isZero();
  }

  @Test
  void tokensAreBytesThatOnlyTogetherMakeCharacters() {
    StringBuilder all = new StringBuilder();
    boolean split = false;
    for (int token = 0; token < 256; token++) {
      all.append(WORDS.text(List.of(token)));
      split |= WORDS.text(List.of(token)).isEmpty();
    }
    assertThat(split).as("single bytes of longer characters show nothing alone").isTrue();
    assertThat(all).contains("A").contains("z");
    assertThat(WORDS.languages()).hasSize(99).contains("en", "de", "zh", "jv");
  }

  @Test
  void aVocabularyThatIsNoneIsRefused() {
    byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
    Assertions.assertThatThrownBy(() -> Vocabulary.read(none, none))
        .isInstanceOfSatisfying(
            UserProblem.class, e -> assertThat(e.problem().code()).isEqualTo("model.damaged"));
  }
}
