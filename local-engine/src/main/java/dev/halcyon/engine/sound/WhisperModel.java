package dev.halcyon.engine.sound;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.protocol.UserProblem;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs Whisper's two networks, one token at a time with what was computed before kept (key/value
 * cache). Safe for any thread; what it returns is confined to one.
 *
 * <p>Encoder: {@code input_features} [1,80,3000] → {@code last_hidden_state} [1,1500,384]. Decoder
 * (merged): a token, the hidden state and the cache → {@code logits} [1,1,51865] and the new cache;
 * 4 layers, 6 heads of 64. Only {@code logits} and {@code present*} are asked for: the attentions
 * that it could also give cost more than they are worth here.
 */
final class WhisperModel {
  private static final int LAYERS = 4;
  private static final long HEADS = 6;
  private static final long HEAD_SIZE = 64;
  private static final long STATES = 1500;
  private static final long WIDTH = 384;

  private final OnnxModel encoder;
  private final OnnxModel decoder;
  private final Vocabulary vocabulary;

  WhisperModel(OnnxModel encoder, OnnxModel decoder, Vocabulary vocabulary) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.vocabulary = vocabulary;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** One window as the encoder heard it. */
  record Heard(OrtSession.Result result) implements AutoCloseable {
    OnnxTensor states() {
      return tensor(result, "last_hidden_state");
    }

    @Override
    public void close() {
      result.close();
    }
  }

  /**
   * The decoder after one more token in each of some texts that are written side by side.
   *
   * @param logits by text, one per token of the vocabulary; the caller may change them
   */
  record Step(OrtSession.Result result, float[][] logits) implements AutoCloseable {
    @Override
    public void close() {
      result.close();
    }
  }

  /**
   * Listens to a window.
   *
   * @param features 80 × 3000, as {@link LogMel} makes them
   */
  Heard encode(float[] features) {
    long[] shape = {1, LogMel.BANDS, LogMel.FRAMES};
    try (OnnxTensor input =
        OnnxTensor.createTensor(OnnxModel.environment(), FloatBuffer.wrap(features), shape)) {
      return new Heard(encoder.run(Map.of("input_features", input), Set.of("last_hidden_state")));
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Begins a text: computes what every later step needs of the window. */
  Step begin(Heard heard) {
    try (Inputs inputs = new Inputs()) {
      inputs.tokens(vocabulary.start());
      inputs.flag(false);
      inputs.borrow("encoder_hidden_states", heard.states());
      for (String name : cacheNames(true)) {
        // Not read on this path, but the graph wants them there.
        inputs.floats("past_key_values." + name, new long[] {1, HEADS, 1, HEAD_SIZE});
      }
      return run(inputs, cacheNames(true), 1);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /**
   * What the encoder heard, once for each of some texts that are written side by side: the graph
   * wants a copy of its own for each.
   */
  record Memory(Map<String, OnnxTensor> tensors, boolean copied) implements AutoCloseable {
    @Override
    public void close() {
      if (copied) {
        tensors.values().forEach(OnnxTensor::close);
      }
    }
  }

  /**
   * Spreads what the encoder heard.
   *
   * @param first the step that {@link #begin} made
   */
  Memory memory(Step first, int texts) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (String name : cacheNames(true)) {
        if (name.contains("encoder")) {
          OnnxTensor one = tensor(first.result, "present." + name);
          tensors.put(name, texts == 1 ? one : rows(one, new int[texts]));
        }
      }
      return new Memory(tensors, texts > 1);
    } catch (OrtException e) {
      new Memory(tensors, texts > 1).close();
      throw failed(e);
    }
  }

  /**
   * Adds a token to each of some texts.
   *
   * @param memory for as many texts
   * @param last the step before, or {@code first}
   * @param tokens one per text
   * @param parents which text of the step before each continues
   */
  Step next(Memory memory, Step last, int[] tokens, int[] parents) {
    boolean straight = tokens.length == 1 && last.logits.length == 1;
    try (Inputs inputs = new Inputs()) {
      inputs.tokens(tokens);
      inputs.flag(true);
      inputs.floats("encoder_hidden_states", new long[] {1, STATES, WIDTH});
      memory.tensors.forEach((name, tensor) -> inputs.borrow("past_key_values." + name, tensor));
      for (String name : cacheNames(false)) {
        OnnxTensor before = tensor(last.result, "present." + name);
        if (straight) {
          inputs.borrow("past_key_values." + name, before);
        } else {
          inputs.add("past_key_values." + name, rows(before, parents));
        }
      }
      return run(inputs, cacheNames(false), tokens.length);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private Step run(Inputs inputs, List<String> cache, int texts) throws OrtException {
    Set<String> wanted = new HashSet<>();
    wanted.add("logits");
    cache.forEach(name -> wanted.add("present." + name));
    OrtSession.Result result = decoder.run(inputs.all, wanted);
    float[][] logits = new float[texts][vocabulary.size()];
    FloatBuffer all = tensor(result, "logits").getFloatBuffer();
    for (float[] row : logits) {
      all.get(row);
    }
    return new Step(result, logits);
  }

  private static List<String> cacheNames(boolean ofEncoderToo) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      names.add(layer + ".decoder.key");
      names.add(layer + ".decoder.value");
      if (ofEncoderToo) {
        names.add(layer + ".encoder.key");
        names.add(layer + ".encoder.value");
      }
    }
    return names;
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    OnnxValue value = result.get(name).orElseThrow();
    return (OnnxTensor) value;
  }

  /** Some rows of a cache, in the order wanted. */
  private static OnnxTensor rows(OnnxTensor from, int[] rows) throws OrtException {
    long[] shape = from.getInfo().getShape();
    FloatBuffer all = from.getFloatBuffer();
    int row = (int) (shape[1] * shape[2] * shape[3]);
    FloatBuffer some = FloatBuffer.allocate(row * rows.length);
    for (int wanted : rows) {
      some.put(all.slice(wanted * row, row));
    }
    some.flip();
    shape[0] = rows.length;
    return OnnxTensor.createTensor(OnnxModel.environment(), some, shape);
  }

  private static UserProblem failed(OrtException e) {
    return new UserProblem(
        "model.failed",
        "The model whisper-tiny failed on an input: " + e.getMessage(),
        "Scan again; if it stays, run the doctor.",
        e);
  }

  /** The tensors of one run; closes those it made and not those it borrowed. */
  private static final class Inputs implements AutoCloseable {
    private final Map<String, OnnxTensor> all = new HashMap<>();
    private final List<OnnxTensor> made = new ArrayList<>();

    void tokens(int... tokens) throws OrtException {
      long[] values = Arrays.stream(tokens).asLongStream().toArray();
      long[] shape = {tokens.length, 1};
      add(
          "input_ids",
          OnnxTensor.createTensor(OnnxModel.environment(), LongBuffer.wrap(values), shape));
    }

    void flag(boolean cached) throws OrtException {
      add(
          "use_cache_branch",
          OnnxTensor.createTensor(OnnxModel.environment(), new boolean[] {cached}));
    }

    /** Zeros. */
    void floats(String name, long[] shape) throws OrtException {
      int count = 1;
      for (long side : shape) {
        count *= (int) side;
      }
      FloatBuffer zeros = FloatBuffer.allocate(count);
      add(name, OnnxTensor.createTensor(OnnxModel.environment(), zeros, shape));
    }

    private void add(String name, OnnxTensor tensor) {
      all.put(name, tensor);
      made.add(tensor);
    }

    void borrow(String name, OnnxTensor tensor) {
      all.put(name, tensor);
    }

    @Override
    public void close() {
      made.forEach(OnnxTensor::close);
    }
  }
}
