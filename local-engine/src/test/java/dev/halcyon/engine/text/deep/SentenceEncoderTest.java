package dev.halcyon.engine.text.deep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentenceEncoderTest {
  private static final List<String> TEXTS =
      List.of(
          "good morning",
          "the train was late again and the harbour is full of boats today",
          "you stupid idiot, nobody wants to see you here",
          "we planned a trip to the mountains with friends and shared photos of the lake, the old"
              + " town and the museum, then had dinner and coffee near the station");

  /** Bits are compared, not scores: a threshold lies between any two numbers that differ. */
  @Test
  void aTextHasTheSameNumbersToTheLastBitInAnyCompany() {
    try (DeepModels models = DeepModels.shipped()) {
      WordPieces pieces = models.vocabulary();
      SentenceEncoder encoder = models.encoder();
      List<Tokens> texts = TEXTS.stream().map(text -> Passages.beginning(text, pieces)).toList();
      List<Tokens> neighbours = new ArrayList<>();
      Random random = new Random(1);
      for (int length = 2; length <= 120; length += 2) {
        neighbours.add(new Tokens(random.ints(length, 1_996, 9_996).toArray()));
      }
      for (Tokens text : texts) {
        float[] alone = encoder.encode(List.of(text))[0];
        for (int company : new int[] {0, 1, 2, 3, 7, 15, 31, 60}) {
          List<Tokens> batch = new ArrayList<>(neighbours.subList(0, company));
          int at = company / 2;
          batch.add(at, text);
          assertThat(encoder.encode(batch)[at]).as("among %d", company).isEqualTo(alone);
        }
      }
    }
  }

  @Test
  void plainNormsGiveThePointsThatOnnxRuntimesOwnGive() {
    ModelFile shipped = DeepModels.ENCODER;
    assertThat(shipped.plainNorms()).isTrue();
    ModelFile fused =
        new ModelFile(
            shipped.name(),
            shipped.version(),
            shipped.path(),
            shipped.sha256(),
            shipped.eightBitWeights(),
            shipped.purpose(),
            shipped.licence(),
            shipped.origin());
    byte[] file = DeepModels.packed(shipped.path());
    try (DeepModels models = DeepModels.shipped();
        OnnxModel own = OnnxModel.load(fused, file, OnnxProviders.installed())) {
      for (String text : TEXTS) {
        List<Tokens> tokens = List.of(Passages.beginning(text, models.vocabulary()));
        float[] one = models.encoder().encode(tokens)[0];
        float[] other = new SentenceEncoder(own).encode(tokens)[0];
        double nearness = 0;
        for (int i = 0; i < one.length; i++) {
          nearness += (double) one[i] * other[i];
        }
        assertThat(nearness).as(text).isGreaterThan(0.995);
      }
    }
  }
}
