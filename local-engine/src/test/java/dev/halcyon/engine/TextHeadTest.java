package dev.halcyon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextHeadTest {
  private static final String WEIGHTS = "models/text-linear/1.1.0/weights.bin";
  private static final String INSULT = "what a disgusting stupid man, such an ignorant fool";

  /** The shipped policy with the linear tier alone, so that its weights decide. */
  private static final ResolvedPolicy WITHOUT_DEEP =
      Scans.withStages(
          Scans.policy(2),
          Scans.policy(2).stages().stream()
              .filter(each -> !each.stage().equals("text.deep"))
              .toArray(StageSpec[]::new));

  private static ScanResult scan(String text, UnaryOperator<byte[]> change) {
    ModelRegistry models =
        new ModelRegistry(
            path -> path.equals(WEIGHTS) ? change.apply(Assets.bytes(path)) : Assets.bytes(path));
    try (RescanEngine engine =
        RescanEngine.start(EngineOptions.forWorkbench(), models, List.of())) {
      return engine.scan(Scans.text(text, "en", WITHOUT_DEEP));
    }
  }

  private static ScanResult scan(String text) {
    return scan(text, UnaryOperator.identity());
  }

  private static byte[] withWeights(byte[] file, int value) {
    LinearHead head = LinearHead.decode(file, "test");
    byte[] weights = new byte[head.header().buckets() * head.categories().size()];
    System.arraycopy(file, file.length - weights.length, weights, 0, weights.length);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (weights[i] * value);
    }
    return LinearHead.encode(head.header(), weights);
  }

  private static Assessment linear(ScanResult result) {
    return result.assessments().get(1);
  }

  private static double score(ScanResult result, Category category) {
    return linear(result).scores().stream()
        .filter(each -> each.category() == category)
        .mapToDouble(CategoryScore::score)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void otherWeightsGiveOtherScoresAnotherHashAndAnotherArgument() {
    ScanResult shipped = scan(INSULT);
    ScanResult changed = scan(INSULT, file -> withWeights(file, -1));

    assertThat(score(shipped, Category.HARASSMENT)).isGreaterThan(0.3);
    assertThat(score(changed, Category.HARASSMENT)).isLessThan(0.05);
    assertThat(linear(changed).model().sha256()).isNotEqualTo(linear(shipped).model().sha256());
    assertThat(shipped.rationale().category()).isEqualTo(Category.HARASSMENT);
    assertThat(shipped.rationale().confidence()).isEqualTo(score(shipped, Category.HARASSMENT));
    assertThat(changed.rationale().category()).isNotEqualTo(Category.HARASSMENT);
    assertThat(shipped.rationale().steps()).isNotEqualTo(changed.rationale().steps());
  }

  @Test
  void damagedWeightsAreRefusedAndTheItemIsReviewed() {
    ScanResult result = scan("a calm text about tea", file -> Arrays.copyOf(file, file.length - 5));

    assertThat(linear(result).status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(linear(result).note()).startsWith("model.damaged");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.rationale().steps())
        .extracting(RationaleStep::kind)
        .contains(StepKind.STAGE_FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 11, 40, 100_000})
  void fileCutAnywhereIsRefusedWithARemedy(int length) {
    byte[] file = Arrays.copyOf(Assets.bytes(WEIGHTS), length);
    assertThatThrownBy(() -> LinearHead.decode(file, "cut"))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("model.damaged"));
  }

  @Test
  void oneChangedByteIsRefused() {
    byte[] file = Assets.bytes(WEIGHTS);
    file[file.length - 7] ^= 1;
    assertThatThrownBy(() -> LinearHead.decode(file, "flipped")).hasMessageContaining("hash");
  }

  @Test
  void versionThatIsNotInstalledIsNamedWithThoseThatAre() {
    assertThatThrownBy(() -> ModelRegistry.shipped().textHead("9.9.9"))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> assertThat(problem.remedy()).contains("1.0.0", "1.1.0", "1.2.0", "1.3.0"));
    assertThat(ModelRegistry.shipped().textHead(null).model().version()).isEqualTo("1.3.0");
  }

  @Test
  void registryDescribesEachHeadWithItsHash() {
    List<ModelDescription> rows = ModelRegistry.shipped().textModels();
    assertThat(rows)
        .extracting(row -> row.model().version())
        .containsExactly("1.0.0", "1.1.0", "1.2.0", "1.3.0");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.model().sha256()).matches("[0-9a-f]{64}");
              assertThat(row.providerReason()).isNotBlank();
              assertThat(row.licence()).isNotBlank();
            });
  }

  @Test
  void evidenceOfTheHeadPointsAtTheWordsThatCarryTheScore() {
    ScanResult result = scan("Good morning to all of you. " + INSULT);
    List<Evidence> evidence =
        linear(result).evidence().stream()
            .filter(each -> each.category() == Category.HARASSMENT)
            .toList();
    assertThat(evidence).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    String original = "Good morning to all of you. " + INSULT;
    String shown =
        evidence.stream()
            .map(Evidence.Words.class::cast)
            .map(words -> original.substring(words.start(), words.end()))
            .reduce("", (a, b) -> a + "|" + b);
    assertThat(shown).containsAnyOf("stupid", "disgusting", "fool", "ignorant");
    assertThat(shown).doesNotContain("Good morning");
    assertThat(evidence)
        .allSatisfy(
            each -> {
              assertThat(each.weight()).isBetween(0.0, 1.0);
              assertThat(each.source()).isEqualTo("model:text-linear");
            });
  }

  @Test
  void disguiseDoesNotLowerTheScore() {
    double plain = score(scan("you are a stupid idiot"), Category.HARASSMENT);
    double disguised = score(scan("y0u are a st\u200Bup1d 1d1ot"), Category.HARASSMENT);
    assertThat(disguised).isGreaterThanOrEqualTo(plain - 0.05);
  }

  @Test
  void emojiCountByTheirNames() {
    double word = score(scan("I would love to 🔪 them"), Category.VIOLENCE);
    double calm = score(scan("I would love to 🎂 them"), Category.VIOLENCE);
    assertThat(word).isGreaterThan(calm);
  }
}
