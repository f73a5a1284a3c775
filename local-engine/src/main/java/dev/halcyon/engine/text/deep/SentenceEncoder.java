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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Turns texts into points whose nearness is nearness of meaning: all-MiniLM-L6-v2 (Wang and others
 * 2020; Reimers and Gurevych 2019), weights in 8 bits. Safe for any thread.
 *
 * <p>Input: word pieces. Output: {@value #DIMENSIONS} numbers, the mean of the last layer over the
 * text's pieces (the marks at both ends included, as trained), brought to unit length. The model
 * rounds what flows through it by the range found in the whole batch, so a text's numbers depend a
 * little on its neighbours and on the processor (docs/text-tiers.md says how much).
 */
public final class SentenceEncoder {
  public static final int DIMENSIONS = 384;

  /** More texts at once are no faster and take more memory. */
  private static final int MOST_AT_ONCE = 32;

  /** Texts that share a run may differ in length by this factor: the shorter are padded. */
  private static final double MOST_PADDED = 1.25;

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
    int[] byLength =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
            .mapToInt(Integer::intValue)
            .toArray();
    float[][] points = new float[texts.size()][];
    for (int from = 0; from < byLength.length; ) {
      int longest = (int) (texts.get(byLength[from]).length() * MOST_PADDED);
      List<Tokens> run = new ArrayList<>();
      int to = from;
      while (to < byLength.length
          && to - from < MOST_AT_ONCE
          && texts.get(byLength[to]).length() <= longest) {
        run.add(texts.get(byLength[to++]));
      }
      float[][] found = run(run);
      for (int i = from; i < to; i++) {
        points[byLength[i]] = found[i - from];
      }
      from = to;
    }
    return points;
  }

  private float[][] run(List<Tokens> texts) {
    int length = texts.stream().mapToInt(Tokens::length).max().orElse(0);
    long[] ids = new long[texts.size() * length];
    long[] mask = new long[ids.length];
    for (int row = 0; row < texts.size(); row++) {
      int[] pieces = texts.get(row).ids();
      for (int i = 0; i < pieces.length; i++) {
        ids[row * length + i] = pieces[i];
        mask[row * length + i] = 1;
      }
    }
    OrtEnvironment environment = OnnxModel.environment();
    long[] shape = {texts.size(), length};
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
      return pooled(layer.getFloatBuffer(), texts, length);
    } catch (OrtException e) {
      throw new UserProblem(
          "model.failed",
          "The sentence encoder failed on an input: " + e.getMessage(),
          "Scan again; if it stays, run the doctor.",
          e);
    }
  }

  private static float[][] pooled(FloatBuffer layer, List<Tokens> texts, int length) {
    float[][] points = new float[texts.size()][DIMENSIONS];
    float[] piece = new float[DIMENSIONS];
    for (int row = 0; row < points.length; row++) {
      float[] sum = points[row];
      layer.position(row * length * DIMENSIONS);
      for (int i = texts.get(row).length(); i > 0; i--) {
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
    }
    return points;
  }
}
