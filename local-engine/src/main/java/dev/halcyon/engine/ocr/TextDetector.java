package dev.halcyon.engine.ocr;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.model.OnnxModel;
import java.util.List;

/**
 * Finds the lines of text in a picture (PP-OCRv4 detector). Safe for any thread.
 *
 * <p>Input: planes of blue, green, red, normalised by ImageNet's mean and deviation, sides
 * multiples of 32. Output: a map of the same size, 0..1.
 */
final class TextDetector {
  private static final Sampler.Norm NORM =
      new Sampler.Norm(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  private static final String OUTPUT = "sigmoid_0.tmp_0";

  /** The model was trained on sides up to this; larger costs time and splits big letters. */
  private static final int LONGEST = 960;

  /** Pictures smaller than this are enlarged: fine print is else too thin for the map. */
  private static final int SHORTEST_LONG_SIDE = 736;

  private static final int STEP = 32;

  private final OnnxModel model;

  TextDetector(OnnxModel model) {
    this.model = model;
  }

  /** The lines in pixels of the picture, from left to right. */
  List<Quad> find(Pixels picture) {
    int longer = Math.max(picture.width(), picture.height());
    double scale = (double) Math.clamp(longer, SHORTEST_LONG_SIDE, LONGEST) / longer;
    int width = stepped(picture.width() * scale);
    int height = stepped(picture.height() * scale);
    float[] planes = new float[3 * width * height];
    Quad whole = new Quad(0, 0, 1, 0, picture.width(), picture.height());
    Sampler.sample(picture, whole, width, height, planes, width, NORM);
    float[] map = model.run(planes, new long[] {1, 3, height, width}, List.of(OUTPUT)).getFirst();
    double byX = (double) picture.width() / width;
    double byY = (double) picture.height() / height;
    List<Quad> parts =
        new TextMap(map, width, height)
            .lines().stream().map(each -> each.scaled(byX, byY)).toList();
    return Joining.joined(parts);
  }

  private static int stepped(double side) {
    return Math.max(STEP, (int) Math.round(side / STEP) * STEP);
  }
}
