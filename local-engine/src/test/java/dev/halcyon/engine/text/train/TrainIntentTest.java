package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.fusion.Intents;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.EncoderMeaning;
import dev.halcyon.engine.text.train.IntentCaptions.Caption;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The head of caption intents, trained anew. */
class TrainIntentTest {
  @Test
  void theHeadThatShipsIsWhatItsCaptionsMake() throws InterruptedException {
    byte[] file = Assets.bytes(TrainIntent.CAPTIONS);
    assertThat(Intents.shipped().header().captionsSha256()).isEqualTo(Hashes.sha256(file));
    Set<String> one = Set.of("recruit", IntentCaptions.ORDINARY);
    List<Caption> captions =
        IntentCaptions.read(new String(file, StandardCharsets.UTF_8)).stream()
            .filter(each -> one.contains(each.intent()))
            .toList();
    try (DeepModels models = DeepModels.shipped()) {
      float[] weights = new TrainIntent(captions, new EncoderMeaning(models)).fit("recruit");
      float[] shipped = Intents.shipped().weights("recruit");
      assertThat(weights).hasSameSizeAs(shipped);
      // It was trained with ONNX Runtime's own layer norm (docs/decisions/0212), which moves a
      // weight by a hundredth or two; another caption moves all of them by more.
      assertThat(length(difference(weights, shipped))).isLessThan(0.02 * length(shipped));
    }
  }

  private static float[] difference(float[] one, float[] other) {
    float[] difference = new float[one.length];
    for (int i = 0; i < one.length; i++) {
      difference[i] = one[i] - other[i];
    }
    return difference;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float each : vector) {
      squares += each * each;
    }
    return Math.sqrt(squares);
  }

  @Test
  void aLineStandsForEachOfItsAlternativesOrForADrawOfTheSameTwelve() {
    assertThat(IntentCaptions.expand("see {you|her} {soon|}"))
        .containsExactlyInAnyOrder("see you soon", "see her soon", "see you", "see her");
    String many = "{a|b|c|d} {a|b|c|d} {a|b|c|d}";
    assertThat(IntentCaptions.expand(many)).hasSize(12).isEqualTo(IntentCaptions.expand(many));
  }

  @Test
  void captionsBeforeTheFirstSectionAreRefusedWithTheirLine() {
    assertThatThrownBy(() -> IntentCaptions.read("# note\n\nsee you"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("line 3");
  }
}
