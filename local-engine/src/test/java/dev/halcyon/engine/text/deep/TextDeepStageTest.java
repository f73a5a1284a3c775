package dev.halcyon.engine.text.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.ScanContextForBench;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TextDeepStageTest {
  private static final String HEADS = "models/text-deep/1.0.0/heads.bin";
  private static final String INSULT = "what a disgusting stupid man, such an ignorant fool";
  private static final DeepModels MODELS = DeepModels.shipped();
  private static final TextDeepStage STAGE = new TextDeepStage(MODELS);

  @AfterAll
  static void close() {
    MODELS.close();
  }

  private static ScanContext context(String text) {
    return ScanContextForBench.english(text, Scans.policy(2));
  }

  private static double score(StageOutcome outcome, Category category) {
    return outcome.scores().stream()
        .filter(each -> each.category() == category)
        .mapToDouble(CategoryScore::score)
        .findFirst()
        .orElseThrow();
  }

  private static double score(String text, Category category) throws InterruptedException {
    return score(STAGE.assess(context(text)), category);
  }

  @Test
  void insultScoresHighAndEverydayTextLow() throws InterruptedException {
    assertThat(score(INSULT, Category.HARASSMENT)).isGreaterThan(0.3);
    StageOutcome calm =
        STAGE.assess(context("We had bread and tea in the garden and then it rained."));
    assertThat(calm.scores()).allSatisfy(each -> assertThat(each.score()).isLessThan(0.3));
    assertThat(calm.evidence()).isEmpty();
    assertThat(calm.model().name()).isEqualTo("text-deep");
    assertThat(calm.model().sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void evidenceIsTheWordsWithoutWhichTheScoreWouldBeLower() throws InterruptedException {
    String text = "Good morning to all of you. " + INSULT;
    StageOutcome outcome = STAGE.assess(context(text));
    List<Evidence.Words> evidence =
        outcome.evidence().stream()
            .map(Evidence.Words.class::cast)
            .filter(each -> each.category() == Category.HARASSMENT)
            .toList();
    assertThat(evidence).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    String shown =
        String.join(
            "|", evidence.stream().map(each -> text.substring(each.start(), each.end())).toList());
    assertThat(shown).containsAnyOf("stupid", "disgusting", "fool", "ignorant");
    assertThat(shown).doesNotContain("morning");
    assertThat(evidence)
        .allSatisfy(
            each -> {
              assertThat(each.weight()).isBetween(0.0, 1.0);
              assertThat(each.source()).isEqualTo("model:text-deep");
              assertThat(each.label()).isNotBlank();
            });
  }

  @Test
  void disguiseDoesNotLowerTheScoreAndEvidencePointsAtTheDisguise() throws InterruptedException {
    String disguised = "y0u are a st\u200Bup1d 1d1ot";
    StageOutcome outcome = STAGE.assess(context(disguised));
    assertThat(score(outcome, Category.HARASSMENT))
        .isGreaterThanOrEqualTo(score("you are a stupid idiot", Category.HARASSMENT) - 0.05);
    assertThat(outcome.evidence())
        .anySatisfy(
            each -> {
              Evidence.Words words = (Evidence.Words) each;
              assertThat(disguised.substring(words.start(), words.end())).contains("1d");
            });
  }

  @Test
  void emojiCountByTheirNames() throws InterruptedException {
    assertThat(score("I would love to 🔪 them", Category.VIOLENCE))
        .isGreaterThan(score("I would love to 🎂 them", Category.VIOLENCE));
  }

  @Test
  void oneSentenceAmongManyIsStillSeen() throws InterruptedException {
    String calm = "We walked along the harbour and looked at the boats. ".repeat(40);
    double among = score(calm + INSULT + ". " + calm, Category.HARASSMENT);
    assertThat(among).isGreaterThan(5 * score(calm + calm, Category.HARASSMENT));
  }

  @Test
  void languageThatTheModelDoesNotKnowGetsNoScore() throws InterruptedException {
    ScanContext german =
        new ScanContext(Scans.text("Morgen gibt es Brot.", "de", Scans.policy(2)), Instant.MAX);
    german.language("de");
    StageOutcome outcome = STAGE.assess(german);
    assertThat(outcome.status()).isEqualTo(AssessmentStatus.NOT_SUPPORTED);
    assertThat(outcome.note()).contains("German");
    assertThat(outcome.scores()).isEmpty();
  }

  @Test
  void itemWhoseDeadlineIsNearerThanTheModelIsNotHeldUp() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    try (DeepModels slow =
        new DeepModels(
            path -> {
              if (path.equals(HEADS)) {
                try {
                  held.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
              return DeepModels.packed(path);
            },
            OnnxProviders.installed())) {
      ScanContext hurried =
          new ScanContext(Scans.text("calm words"), Instant.now().plus(Duration.ofMillis(60)));
      hurried.language("en");
      StageOutcome outcome = new TextDeepStage(slow).assess(hurried);
      held.countDown();
      assertThat(outcome.status()).isEqualTo(AssessmentStatus.FAILED);
      assertThat(outcome.note()).contains("loaded");
    }
  }

  @Test
  void damagedOrForeignHeadsAreRefusedByName() {
    for (byte[] file :
        List.of(
            Arrays.copyOf(Assets.heads(), 300),
            Assets.flipped(),
            Assets.withEncoder("0".repeat(64)))) {
      try (DeepModels damaged =
          new DeepModels(
              path -> path.equals(HEADS) ? file : DeepModels.packed(path),
              OnnxProviders.installed())) {
        assertThatThrownBy(() -> damaged.model("1.0.0", Instant.MAX))
            .isInstanceOfSatisfying(
                UserProblem.class,
                problem -> {
                  assertThat(problem.code()).isEqualTo("model.damaged");
                  assertThat(problem.getMessage()).contains("text-deep 1.0.0");
                });
      }
    }
  }

  @Test
  void versionThatIsNotInstalledIsNamedWithThoseThatAre() {
    ResolvedPolicy policy =
        Scans.withStages(Scans.policy(2), new StageSpec(TextDeepStage.NAME, "9.9.9", true));
    assertThatThrownBy(() -> STAGE.assess(ScanContextForBench.english("calm words", policy)))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.getMessage()).contains("9.9.9");
              assertThat(problem.remedy()).contains("1.0.0");
            });
  }

  @Test
  void manyAtOnceEachHaveTheScoresTheyHaveAlone() throws Exception {
    List<String> texts =
        List.of(
            INSULT,
            "calm words",
            "see you at the harbour at noon",
            "i know where you live and you will be sorry, " + "really sorry, ".repeat(12),
            "ok");
    List<List<CategoryScore>> alone = new ArrayList<>();
    for (String text : texts) {
      alone.add(STAGE.assess(ScanContextForBench.english(text, Scans.policy(2))).scores());
    }
    try (ExecutorService asking = Executors.newFixedThreadPool(16)) {
      List<Future<List<CategoryScore>>> together = new ArrayList<>();
      for (int i = 0; i < 16 * texts.size(); i++) {
        String text = texts.get(i % texts.size());
        together.add(
            asking.submit(
                () -> STAGE.assess(ScanContextForBench.english(text, Scans.policy(2))).scores()));
      }
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).get())
            .as(texts.get(i % texts.size()))
            .isEqualTo(alone.get(i % texts.size()));
      }
    }
  }

  /** Files of heads that are not as they should be. */
  private static final class Assets {
    static byte[] heads() {
      return DeepModels.packed(HEADS);
    }

    static byte[] flipped() {
      byte[] file = heads();
      file[file.length - 9] ^= 1;
      return file;
    }

    static byte[] withEncoder(String sha256) {
      DeepHead head = DeepHead.decode(heads(), "shipped");
      DeepHead.Header is = head.header();
      return DeepHead.encode(
          new DeepHead.Header(
              is.name(),
              is.version(),
              sha256,
              is.linearSha256(),
              is.categories(),
              is.vectorA(),
              is.vectorB(),
              is.linearA(),
              is.linearB(),
              is.vectorShare(),
              is.meanA(),
              is.meanB(),
              is.seed(),
              is.sources(),
              ""),
          head.weights());
    }
  }
}
