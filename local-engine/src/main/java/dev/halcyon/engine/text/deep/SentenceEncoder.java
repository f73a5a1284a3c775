package dev.halcyon.engine.text.deep;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns texts into points whose nearness is nearness of meaning: all-MiniLM-L6-v2 (Wang and others
 * 2020; Reimers and Gurevych 2019), weights in 8 bits. Safe for any thread.
 *
 * <p>Input: word pieces. Output: {@value #DIMENSIONS} numbers, the mean of the last layer over the
 * text's pieces (the marks at both ends included, as trained), brought to unit length. The model
 * rounds what flows through it by the range found in the whole run, so each text has a run of its
 * own: its numbers are the same to the last bit whoever asks beside it (docs/decisions/0285). They
 * still depend a little on the processor.
 */
public final class SentenceEncoder {
  public static final int DIMENSIONS = 384;

  private static final String OUTPUT = "last_hidden_state";
  private final OnnxModel model;

  SentenceEncoder(OnnxModel model) {
    this.model = model;
  }

  public ModelRef ref() {
    return model.ref();
  }

  /** One point for each text, in the order of the texts. */
  public float[][] encode(List<Tokens> texts) {
    return texts.stream().map(this::encode).toArray(float[][]::new);
  }

  /** A text by itself: what it shared a run with would show in its numbers. */
  private float[] encode(Tokens text) {
    int[] pieces = text.ids();
    long[] ids = new long[pieces.length];
    long[] mask = new long[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      ids[i] = pieces[i];
      mask[i] = 1;
    }
    OrtEnvironment environment = OnnxModel.environment();
    long[] shape = {1, pieces.length};
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            model.run(
                Map.of(
                    "input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", types),
                Set.of(OUTPUT))) {
      OnnxTensor layer = (OnnxTensor) result.get(OUTPUT).orElseThrow();
      return pooled(layer.getFloatBuffer(), pieces.length);
    } catch (OrtException e) {
      throw new UserProblem(
          "model.failed",
          "The sentence encoder failed on an input: " + e.getMessage(),
          "Scan again; if it stays, run the doctor.",
          e);
    }
  }

  private static float[] pooled(FloatBuffer layer, int length) {
    float[] sum = new float[DIMENSIONS];
    float[] piece = new float[DIMENSIONS];
    for (int i = length; i > 0; i--) {
      layer.get(piece);
      for (int d = 0; d < DIMENSIONS; d++) {
        sum[d] += piece[d];
      }
    }
    double square = 0;
    for (float value : sum) {
      square += (double) value * value;
    }
    float size = (float) Math.max(Math.sqrt(square), 1e-12);
    for (int d = 0; d < DIMENSIONS; d++) {
      sum[d] /= size;
    }
    return sum;
  }
}
