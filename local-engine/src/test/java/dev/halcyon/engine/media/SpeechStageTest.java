package dev.halcyon.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.SoundPicture;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sound as an item meets it: through the engine, under a shipped policy. */
class SpeechStageTest {
  private static RescanEngine engine;

  @BeforeAll
  static void startEngine() {
    engine = RescanEngine.start(EngineOptions.forServer());
  }

  @AfterAll
  static void stopEngine() {
    engine.close();
  }

  private static ScanResult scan(ResolvedPolicy policy, byte[] file) {
    ScanRequest text = Scans.text("", null, policy);
    MediaSource source = Sources.of("audio/flac", file);
    return engine.scan(
        new ScanRequest(
            text.itemId(),
            "",
            null,
            text.region(),
            text.surface(),
            text.author(),
            List.of(),
            List.of(source),
            List.of(),
            0,
            policy,
            text.deadline()));
  }

  private static Assessment speech(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals("sound.speech"))
        .findFirst()
        .orElseThrow();
  }

  private static ResolvedPolicy forbidding(String term) {
    PolicyRule rule =
        new PolicyRule(
            "spoken-1",
            "A word nobody may say",
            RuleKind.DICTIONARY,
            Category.VIOLENCE,
            null,
            List.of(),
            Verdict.BLOCK,
            1,
            List.of(term),
            true);
    return Scans.withRules(Scans.policy(2), List.of(rule));
  }

  @Test
  void whatIsSaidIsReadByTheRulesAndSecondsAreTheEvidence() {
    ScanResult result = scan(forbidding("volunteers"), Sounds.sentence(12));
    Assessment speech = speech(result);
    assertThat(speech.status()).isEqualTo(AssessmentStatus.OK);
    assertThat(speech.model().name()).isEqualTo("whisper-tiny");
    assertThat(speech.evidence()).isNotEmpty();
    assertThat(speech.evidence())
        .filteredOn(each -> each.source().startsWith("rule:"))
        .singleElement()
        .isInstanceOfSatisfying(
            Evidence.Seconds.class,
            each -> {
              assertThat(each.category()).isEqualTo(Category.VIOLENCE);
              assertThat(each.from()).isCloseTo(0, within(0.5));
              assertThat(each.to()).isBetween(1.5, 3.5);
              assertThat(each.mediaId()).isEqualTo(result.media().getFirst().info().mediaId());
            });
    assertThat(result.verdict()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void theTranscriptIsOnTheAnalysis() {
    ScanResult result = scan(Scans.policy(2), Sounds.sentence(21));
    Transcript transcript = result.media().getFirst().transcript().orElseThrow();
    assertThat(transcript.language()).isEqualTo("en");
    assertThat(transcript.text().toLowerCase(java.util.Locale.ROOT)).contains("walk");
    assertThat(result.assessments())
        .filteredOn(each -> each.stage().equals("media.decode"))
        .allMatch(each -> each.status() == AssessmentStatus.OK && each.note().isEmpty());
  }

  @Test
  void theSoundIsDrawnWhereItIsListenedToAndAgainWhenAskedFor() {
    byte[] file = Sounds.sentence(21);
    ScanResult result = scan(Scans.policy(2), file);
    SoundPicture drawn = result.media().getFirst().sound().orElseThrow();
    assertThat(drawn.seconds()).isCloseTo(result.media().getFirst().info().seconds(), within(0.1));
    int loudest = 0;
    for (byte peak : drawn.peaks()) {
      loudest = Math.max(loudest, peak & 255);
    }
    assertThat(loudest).as("somebody speaks").isGreaterThan(60);
    SoundPicture again = engine.sound(Sources.of("audio/flac", file)).orElseThrow();
    assertThat(again.peaks()).isEqualTo(drawn.peaks());
    assertThat(again.levels()).isEqualTo(drawn.levels());
  }

  @Test
  void harmlessSpeechAndSilenceAreAllowed() {
    ScanResult harmless = scan(Scans.policy(2), Sounds.sentence(0));
    assertThat(harmless.verdict()).as("%s", harmless.assessments()).isEqualTo(Verdict.ALLOW);
    ScanResult silence = scan(Scans.policy(2), Sounds.wav(new short[48_000]));
    assertThat(speech(silence).status()).isEqualTo(AssessmentStatus.OK);
    assertThat(silence.media().getFirst().transcript()).contains(Transcript.SILENT);
    assertThat(silence.verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void whatWasCutOffIsNeverCleared() {
    byte[] whole = Sounds.wav(new short[160_000]);
    ScanResult result = scan(Scans.policy(2), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(speech(result).note()).contains("media.partial");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void aPolicyThatHasSoundNotListenedToSendsItToAPerson() {
    ScanResult result = scan(Scans.policy(1), Sounds.sentence(0));
    assertThat(result.assessments()).noneMatch(each -> each.stage().equals("sound.speech"));
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void wordsAcrossSegmentsSpanTheirSeconds() {
    Transcript transcript =
        new Transcript(
            "en",
            List.of(
                new Transcript.Segment(1, 2, "one two", 1),
                new Transcript.Segment(5, 6, "three four", 1),
                new Transcript.Segment(8, 9, "five", 1)),
            0);
    int from = transcript.text().indexOf("two");
    int to = transcript.text().indexOf(" four");
    Evidence heard =
        SpeechFindings.heard(
            new Evidence.Words(Category.HATE, 1, "rule:x", from, to, "two three"), "m", transcript);
    assertThat(heard)
        .isEqualTo(new Evidence.Seconds(Category.HATE, 1, "rule:x", "m", 1, 6, "two three"));
  }

  @Test
  void theModelsOverSoundAreListed() {
    assertThat(engine.models())
        .extracting(each -> each.model().name())
        .contains("silero-vad", "whisper-tiny-encoder", "whisper-tiny-decoder");
  }
}
