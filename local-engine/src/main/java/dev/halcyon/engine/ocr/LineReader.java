package dev.halcyon.engine.ocr;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.model.OnnxModel;
import java.util.List;

/**
 * Reads one line of text (PP-OCRv4 recogniser, a CTC model: Graves et al., ICML 2006). Safe for any
 * thread.
 *
 * <p>Input: planes of blue, green, red in -1..1, 48 rows, the line's columns and zeros after them
 * up to 320. Output: for each eighth column the probabilities of nothing, each letter of the
 * dictionary, and a space.
 */
final class LineReader {
  private static final Sampler.Norm NORM =
      new Sampler.Norm(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f});

  private static final String OUTPUT = "softmax_11.tmp_0";
  private static final int HEIGHT = 48;
  private static final int NARROWEST = 320;

  /** About 250 letters; a longer line is squeezed. */
  private static final int WIDEST = 3200;

  private static final int STEP = 8;

  /** A box this many times as high as wide may hold text that runs up or down. */
  private static final double UPRIGHT = 1.5;

  private final OnnxModel model;
  private final Alphabet alphabet;

  LineReader(OnnxModel model, Alphabet alphabet) {
    this.model = model;
    this.alphabet = alphabet;
  }

  /** What stands in a rectangle; a high one is tried upright and turned both ways. */
  TextLine read(Pixels picture, Quad line) {
    TextLine best = readLevel(picture, line);
    if (line.height() >= UPRIGHT * line.width()) {
      for (Quad turned : List.of(line.turnedLeft(), line.turnedRight())) {
        TextLine other = readLevel(picture, turned);
        if (other.confidence() > best.confidence()) {
          best = other;
        }
      }
    }
    return best;
  }

  private TextLine readLevel(Pixels picture, Quad line) {
    int width = (int) Math.clamp(Math.round(HEIGHT * line.width() / line.height()), STEP, WIDEST);
    int padded = Math.max(NARROWEST, Math.ceilDiv(width, STEP) * STEP);
    float[] planes = new float[3 * HEIGHT * padded];
    Sampler.sample(picture, line, width, HEIGHT, planes, padded, NORM);
    float[] probabilities =
        model.run(planes, new long[] {1, 3, HEIGHT, padded}, List.of(OUTPUT)).getFirst();
    return alphabet.decode(probabilities, line, (double) padded / width);
  }
}
