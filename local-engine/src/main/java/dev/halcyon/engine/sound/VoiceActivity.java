package dev.halcyon.engine.sound;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.protocol.UserProblem;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Says of each 32 ms of a stream whether somebody speaks (Silero VAD v5). Confined to one thread:
 * it remembers what it heard.
 *
 * <p>Input: 512 samples at 16 kHz in ±1 behind the 64 before them, and a state of [2,1,128].
 * Output: a probability and the next state.
 */
final class VoiceActivity {
  /** Samples judged at a time. */
  static final int CHUNK = 512;

  private static final int CONTEXT = 64;
  private static final int STATE = 2 * 128;
  private static final long RATE = 16_000;

  private final OnnxModel model;
  private float[] state = new float[STATE];
  private final float[] input = new float[CONTEXT + CHUNK];

  VoiceActivity(OnnxModel model) {
    this.model = model;
  }

  /**
   * The probability of speech, 0..1.
   *
   * @param samples full scale ±32768
   * @param from the first of 512
   */
  double probability(short[] samples, int from) {
    System.arraycopy(input, CHUNK, input, 0, CONTEXT);
    boolean silent = true;
    for (int i = 0; i < CHUNK; i++) {
      short sample = samples[from + i];
      silent &= sample == 0;
      input[CONTEXT + i] = sample / 32768f;
    }
    if (silent) {
      // Digital silence needs no model; hours of it may stand in a file of a few bytes.
      state = new float[STATE];
      return 0;
    }
    return run();
  }

  private double run() {
    var environment = OnnxModel.environment();
    try (OnnxTensor sound =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(input), new long[] {1, CONTEXT + CHUNK});
        OnnxTensor before =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(state), new long[] {2, 1, 128});
        OnnxTensor rate =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {RATE}), new long[0]);
        OrtSession.Result result =
            model.run(
                Map.of("input", sound, "state", before, "sr", rate), Set.of("output", "stateN"))) {
      float[] after = new float[STATE];
      ((OnnxTensor) result.get("stateN").orElseThrow()).getFloatBuffer().get(after);
      state = after;
      return ((OnnxTensor) result.get("output").orElseThrow()).getFloatBuffer().get(0);
    } catch (OrtException e) {
      throw new UserProblem(
          "model.failed",
          "The model silero-vad failed on an input: " + e.getMessage(),
          "Scan again; if it stays, run the doctor.",
          e);
    }
  }
}
