package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.SoundCases;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Tier;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ArgumentComposerTest {
  private final ArgumentComposer composer = new ArgumentComposer(Words.in(Locale.ENGLISH));

  private Argument of(LoadedCase loaded) {
    return composer.compose(
        loaded.detail().rationale(), loaded.detail().item().text(), loaded.detail().item().media());
  }

  private String sentence(StepKind kind, String reference, String label) {
    RationaleStep step = Cases.step(1, kind, null, "image.nsfw", null, reference, label, List.of());
    return composer
        .compose(Cases.rationale(null, null, 0, List.of(step)), "", List.of())
        .steps()
        .getFirst()
        .sentence();
  }

  @Test
  void theArgumentReadsFromConclusionToExceptions() {
    Argument argument = of(Cases.text());
    assertThat(argument.conclusion())
        .isEqualTo("This may break the rules on hate; a person should look.");
    assertThat(argument.clause()).isEqualTo("H1 · Calls for exclusion");
    assertThat(argument.confidence()).isEqualTo("Confidence 0.82.");
    assertThat(argument.steps())
        .extracting(Argument.Step::sentence)
        .containsExactly(
            "A rule matched: A call to send people away.",
            "Text model: hate 0.82 over review threshold 0.65.",
            "2 people reported it.");
    assertThat(argument.exceptions()).hasSize(2);
    assertThat(argument.origin())
        .isEqualTo("Composed from rules and scores, policy halcyon-default version 1.");
  }

  @Test
  void linksQuoteTheItemsOwnWords() {
    assertThat(of(Cases.text()).steps().getFirst().links())
        .extracting(Argument.Link::words)
        .containsExactly("“go back where they came from,”", "“Go home”");
    assertThat(of(Cases.video()).steps().getFirst().links())
        .extracting(Argument.Link::words)
        .containsExactly("frame at 00:07", "00:05 to 00:08");
    assertThat(of(SoundCases.audio()).steps().getLast().links())
        .extracting(Argument.Link::words)
        .as("a bang is over within its second")
        .containsExactly("00:08");
    assertThat(of(Cases.picture()).steps().getFirst().links())
        .extracting(Argument.Link::words)
        .containsExactly("knife in the picture");
  }

  @Test
  void aBoxInAFilmIsSaidByTheClockAsTheStripSaysIt() {
    LoadedCase film = Cases.video();
    String mediaId = film.detail().item().media().getFirst().mediaId();
    assertThat(region(film, mediaId, 7)).isEqualTo("knife at 00:07");
    assertThat(region(film, mediaId, 99)).as("not on the strip").isEqualTo("knife in keyframe 100");
    assertThat(region(film, "c".repeat(64), 7)).isEqualTo("knife in keyframe 8");
  }

  private String region(LoadedCase of, String mediaId, int frame) {
    List<Evidence> evidence =
        List.of(
            new Evidence.Region(
                Category.WEAPONS, 1, "m", mediaId, frame, new Box(0, 0, 1, 1), "knife"));
    RationaleStep step =
        Cases.step(1, StepKind.RULE_MATCHED, Category.WEAPONS, "x", null, "r", "l", evidence);
    return composer
        .compose(
            Cases.rationale(Category.WEAPONS, null, 1, List.of(step)),
            "",
            of.detail().item().media())
        .steps()
        .getFirst()
        .links()
        .getFirst()
        .words();
  }

  @Test
  void aQuoteOutsideTheTextIsCutToItAndALongOneShortened() {
    List<Evidence> evidence =
        List.of(
            Cases.words(Category.HATE, 1, 0, 500, "x"), Cases.words(Category.HATE, 1, 90, 99, "x"));
    Argument argument =
        composer.compose(
            Cases.rationale(
                Category.HATE,
                null,
                1,
                List.of(
                    Cases.step(
                        1,
                        StepKind.RULE_MATCHED,
                        Category.HATE,
                        "text.rules",
                        null,
                        "r",
                        "l",
                        evidence))),
            "z".repeat(60),
            List.of());
    assertThat(argument.steps().getFirst().links().getFirst().words())
        .isEqualTo("“" + "z".repeat(48) + "…”");
  }

  @Test
  void everyKindOfStepHasWords() {
    assertThat(sentence(StepKind.BANK_MATCHED, "known-bad", ""))
        .isEqualTo("Known content: it matches the bank known-bad.");
    assertThat(sentence(StepKind.NOT_SUPPORTED, "", "The language is not one it knows."))
        .isEqualTo("Nudity model cannot judge this: The language is not one it knows.");
    assertThat(sentence(StepKind.UNSURE, "", "the text is in German; the model knows English"))
        .isEqualTo(
            "Nudity model asks for a person to look: the text is in German; the model knows"
                + " English");
    assertThat(sentence(StepKind.STAGE_FAILED, "", "out of memory"))
        .isEqualTo("Nudity model did not finish: out of memory");
    assertThat(sentence(StepKind.REPORTED, "", "1")).isEqualTo("One person reported it.");
    assertThat(sentence(StepKind.SIMILAR_DECIDED, "x", "REMOVE"))
        .isEqualTo("A similar item was decided before: Remove.");
    assertThat(sentence(StepKind.UNKNOWN, "", "something new"))
        .isEqualTo("A step this version does not know: something new");
  }

  @Test
  void aStageWithoutAnAnswerSaysWhy() {
    assertThat(
            composer.silence(
                Cases.assessment(
                    Tier.CLASSIFIER,
                    "media.decode",
                    new ModelRef("worker", "1", "", "jvm"),
                    AssessmentStatus.FAILED,
                    "The worker process ended.")))
        .isEqualTo(new StageNote("Media decoder failed. The worker process ended.", ""));
  }

  private StageNote silent(AssessmentStatus status, String note) {
    return composer.silence(
        Cases.assessment(
            Tier.CLASSIFIER, "media.decode", new ModelRef("worker", "1", "", "jvm"), status, note));
  }

  @Test
  void theEnginesCodesAreSentencesAndStandApart() {
    assertThat(silent(AssessmentStatus.FAILED, "media.worker: The worker could not be started."))
        .isEqualTo(
            new StageNote(
                "Media decoder failed. The process that decodes media could not be started.",
                "media.worker"));
    assertThat(silent(AssessmentStatus.FAILED, "media.type: no picture media.new: Quite new."))
        .isEqualTo(
            new StageNote(
                "Media decoder failed. The file is not what it was declared to be. Quite new.",
                "media.type, media.new"));
    assertThat(silent(AssessmentStatus.FAILED, "unexpected failure: java.io.IOException"))
        .isEqualTo(
            new StageNote(
                "Media decoder failed. Something unexpected happened in it.",
                "java.io.IOException"));
    assertThat(silent(AssessmentStatus.TIMED_OUT, "the deadline passed"))
        .isEqualTo(new StageNote("Media decoder ran out of time.", ""));
  }

  @Test
  void aScoreThatReadsAsZeroIsSaidAsNothingFound() {
    RationaleStep step =
        Cases.step(
            1,
            StepKind.SCORE_UNDER_THRESHOLD,
            Category.WEAPONS,
            "image.objects",
            Cases.score(Category.WEAPONS, 0.004, Cases.USUAL),
            "",
            "",
            List.of());
    assertThat(
            composer
                .compose(Cases.rationale(null, null, 0, List.of(step)), "", List.of())
                .steps()
                .getFirst()
                .sentence())
        .isEqualTo("Object model: nothing found.");
  }

  @Test
  void aStepOfAFailedStageShowsNoCodeInItsSentence() {
    RationaleStep step =
        Cases.step(
            1,
            StepKind.STAGE_FAILED,
            null,
            "media.decode",
            null,
            "",
            "media.crash: It ended.",
            List.of());
    Argument.Step said =
        composer
            .compose(Cases.rationale(null, null, 0, List.of(step)), "", List.of())
            .steps()
            .getFirst();
    assertThat(said.sentence())
        .startsWith("Media decoder did not finish: The process that decoded this file ended")
        .doesNotContain("media.crash");
    assertThat(said.code()).isEqualTo("media.crash");
  }

  @Test
  void timesInARecordingReadLikeAClock() {
    assertThat(ScoreWords.clock(14.9)).isEqualTo("00:14");
    assertThat(ScoreWords.clock(3_723)).isEqualTo("1:02:03");
    assertThat(ScoreWords.clock(-1)).isEqualTo("00:00");
  }

  @Test
  void aJudgesArgumentIsWordedAsTheMachinesAndStruckQuotesStandApart() {
    List<RationaleStep> steps =
        List.of(
            Cases.step(
                1,
                StepKind.JUDGED,
                Category.HATE,
                "judge.llm",
                new CategoryScore(Category.HATE, 0.9, null),
                "model-7",
                "block",
                List.of(Cases.words(Category.HATE, 1, 0, 4, "x"))),
            Cases.step(
                2, StepKind.REASONED, null, "judge.llm", null, "", "It excludes.", List.of()),
            Cases.step(
                3, StepKind.QUOTE_STRUCK, null, "judge.llm", null, "", "never said", List.of()),
            Cases.step(
                4, StepKind.INJECTION_MARKED, null, "judge.llm", null, "", "hidden", List.of()));
    List<Argument.Step> said =
        composer
            .compose(Cases.rationale(Category.HATE, null, 1, steps), "text here", List.of())
            .steps();
    assertThat(said)
        .extracting(Argument.Step::sentence)
        .containsExactly(
            "A language model (model-7) would take it down; it says it is 0.90 sure.",
            "The model argues: It excludes.",
            "The model quoted what stands nowhere in the item:",
            "The item looks like an attempt to steer a machine that reads it. The model's word"
                + " counts for less.");
    assertThat(said).extracting(Argument.Step::struck).containsExactly("", "", "never said", "");
    assertThat(said.get(2).spoken()).endsWith("never said");
    assertThat(said.get(3).code()).isEqualTo("hidden");
    assertThat(sentence(StepKind.JUDGED, "m", "something new"))
        .isEqualTo("A language model (m) has no opinion. That does not make the item harmless.");
  }
}
