package dev.halcyon.engine.text.deep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceEncoderTest {
  private static final List<String> TEXTS =
      List.of(
          "good morning",
          "the train was late again and the harbour is full of boats today",
          "you stupid idiot, nobody wants to see you here",
          "we planned a trip to the mountains with friends and shared photos of the lake, the old"
              + " town and the museum, then had dinner and coffee near the station");

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
