package dev.halcyon.engine.model;

import dev.halcyon.protocol.ModelRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how sexual a frame is (model of the nsfwjs project, MobileNet v2). Safe for any thread.
 *
 * <p>Input: 224×224 RGB in 0..1, the whole frame stretched. Output: five probabilities that sum to
 * 1. The 8-bit weights agree with the original within 2e-3 on the reference inputs.
 */
public final class NsfwClassifier {
  /** Side of the input, pixels. */
  public static final int SIDE = 224;

  /**
   * What "Sexy" counts: the class means suggestive but clothed, which no policy treats like nudity;
   * fully certain it gives 0.4, which asks for a look and never for more.
   */
  public static final double SEXY_WEIGHT = 0.4;

  private static final int CLASSES = 5;
  private static final int SAMPLES = SIDE * SIDE * 3;
  private final OnnxModel model;

  NsfwClassifier(OnnxModel model) {
    this.model = model;
  }

  /** The five probabilities of one frame. */
  public record Scores(double drawing, double hentai, double neutral, double porn, double sexy) {
    /** The score for the category sexual: pornographic, photographed or drawn, fully; sexy less. */
    public double sexual() {
      return Math.clamp(porn + hentai + SEXY_WEIGHT * sexy, 0, 1);
    }
  }

  /**
   * Scores frames in one batch.
   *
   * @param frames each 224×224×3 RGB bytes, row-major
   */
  public List<Scores> score(List<byte[]> frames) {
    float[] values = new float[frames.size() * SAMPLES];
    int at = 0;
    for (byte[] frame : frames) {
      if (frame.length != SAMPLES) {
        throw new IllegalArgumentException("a frame of " + frame.length + " bytes");
      }
      for (byte sample : frame) {
        values[at++] = (sample & 0xff) / 255f;
      }
    }
    return scoreValues(values, frames.size());
  }

  List<Scores> scoreValues(float[] values, int count) {
    float[] out =
        model.run(values, new long[] {count, SIDE, SIDE, 3}, List.of("probabilities")).getFirst();
    List<Scores> scores = new ArrayList<>();
    for (int i = 0; i < count * CLASSES; i += CLASSES) {
      scores.add(new Scores(out[i], out[i + 1], out[i + 2], out[i + 3], out[i + 4]));
    }
    return scores;
  }

  public ModelRef ref() {
    return model.ref();
  }
}
