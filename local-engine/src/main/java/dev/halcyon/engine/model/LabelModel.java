package dev.halcyon.engine.model;

import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Says what pictures show, in the labels of a model pack. Safe for any thread.
 *
 * <p>Input: 224×224 RGB in 0..1, the whole frame stretched. Output: a probability for each label.
 */
public final class LabelModel implements AutoCloseable {
  private static final int SIDE = 224;
  private static final int SAMPLES = SIDE * SIDE * 3;

  private final OnnxModel model;
  private final List<String> labels;

  /**
   * Looks by a loaded model.
   *
   * @param model this object's to close from now on
   * @param labels one for each column of its probabilities
   */
  public LabelModel(OnnxModel model, List<String> labels) {
    this.model = model;
    this.labels = List.copyOf(labels);
  }

  /** The names of the columns. */
  public List<String> labels() {
    return labels;
  }

  /**
   * The probabilities of each frame, a column for each label.
   *
   * @param frames each 224×224×3 RGB bytes, row-major
   */
  public List<float[]> probabilities(List<byte[]> frames) {
    float[] values = new float[frames.size() * SAMPLES];
    int at = 0;
    for (byte[] frame : frames) {
      for (byte sample : frame) {
        values[at++] = (sample & 0xff) / 255f;
      }
    }
    float[] all =
        model
            .run(values, new long[] {frames.size(), SIDE, SIDE, 3}, List.of("probabilities"))
            .getFirst();
    int columns = labels.size();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      rows.add(Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
    }
    return rows;
  }

  public ModelRef ref() {
    return model.ref();
  }

  /** Its row in the registry. */
  public ModelDescription description() {
    return model.description();
  }

  @Override
  public void close() {
    model.close();
  }
}
