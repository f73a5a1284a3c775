package dev.halcyon.engine.face;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.model.ObjectDetector;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.ModelDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds faces (UltraFace RFB-320, out of a model pack). Safe for any thread.
 *
 * <p>Input: planes of red, green and blue, 320×240, {@code (x − 127) / 128}. Output: 4,420 scores
 * (background, face) and boxes (left, top, right, bottom, fractions). A picture is looked at whole
 * and, where it is large, in four overlapping quarters, for the model misses faces under some ten
 * pixels. Its scores are not calibrated; the threshold is set low, for what is masked needlessly
 * costs less than a face that is shown.
 */
public final class FaceFinder implements AutoCloseable {
  static final int WIDTH = 320;
  static final int HEIGHT = 240;

  private static final int PLANE = WIDTH * HEIGHT;

  /** Below this nothing is taken for a face. */
  private static final double LEAST = 0.4;

  private static final double MOST_OVERLAP = 0.4;

  /** A picture with a longer side is looked at in quarters too. */
  private static final int LARGE = 480;

  /** Each side of a quarter is this share of the picture's, so that the quarters overlap. */
  private static final double QUARTER = 0.6;

  private final OnnxModel model;

  /**
   * Looks by a loaded model.
   *
   * @param model this object's to close from now on
   */
  public FaceFinder(OnnxModel model) {
    this.model = model;
  }

  /** A face as one look found it. */
  private record Face(Box box, double score) {}

  /** The faces of a picture, the surest first. */
  public List<Box> find(Pixels picture) {
    List<Face> faces = new ArrayList<>(look(picture, new Box(0, 0, 1, 1)));
    if (Math.max(picture.width(), picture.height()) > LARGE) {
      double rest = 1 - QUARTER;
      for (Box part :
          List.of(
              new Box(0, 0, QUARTER, QUARTER),
              new Box(rest, 0, QUARTER, QUARTER),
              new Box(0, rest, QUARTER, QUARTER),
              new Box(rest, rest, QUARTER, QUARTER))) {
        faces.addAll(look(picture, part));
      }
    }
    faces.sort(Comparator.comparingDouble(Face::score).reversed());
    List<Box> kept = new ArrayList<>();
    for (Face face : faces) {
      if (kept.stream().noneMatch(box -> ObjectDetector.overlap(box, face.box) > MOST_OVERLAP)) {
        kept.add(face.box);
      }
    }
    return kept;
  }

  private List<Face> look(Pixels picture, Box part) {
    double partWidth = part.width() * picture.width();
    double partHeight = part.height() * picture.height();
    double scale = Math.min(WIDTH / partWidth, HEIGHT / partHeight);
    float[] planes = new float[3 * PLANE];
    fill(picture, part, scale, planes);
    List<float[]> out =
        model.run(planes, new long[] {1, 3, HEIGHT, WIDTH}, List.of("scores", "boxes"));
    float[] scores = out.get(0);
    float[] boxes = out.get(1);
    // Fractions of the input, which the part fills from the left and the top, to the picture's.
    double byX = WIDTH / scale / picture.width();
    double byY = HEIGHT / scale / picture.height();
    List<Face> faces = new ArrayList<>();
    for (int i = 0; i < scores.length / 2; i++) {
      if (scores[2 * i + 1] >= LEAST) {
        double left = Math.clamp(part.x() + boxes[4 * i] * byX, 0, 1);
        double top = Math.clamp(part.y() + boxes[4 * i + 1] * byY, 0, 1);
        double right = Math.clamp(part.x() + boxes[4 * i + 2] * byX, left, 1);
        double bottom = Math.clamp(part.y() + boxes[4 * i + 3] * byY, top, 1);
        faces.add(new Face(new Box(left, top, right - left, bottom - top), scores[2 * i + 1]));
      }
    }
    return faces;
  }

  /** The part, scaled by averaging, at the left top; the rest stays at nought, a mid gray. */
  private static void fill(Pixels picture, Box part, double scale, float[] planes) {
    double fromX = part.x() * picture.width();
    double fromY = part.y() * picture.height();
    int width = (int) Math.min(WIDTH, Math.round(part.width() * picture.width() * scale));
    int height = (int) Math.min(HEIGHT, Math.round(part.height() * picture.height() * scale));
    for (int y = 0; y < height; y++) {
      int top = (int) (fromY + y / scale);
      int bottom = Math.min(picture.height(), Math.max(top + 1, (int) (fromY + (y + 1) / scale)));
      for (int x = 0; x < width; x++) {
        int left = (int) (fromX + x / scale);
        int right = Math.min(picture.width(), Math.max(left + 1, (int) (fromX + (x + 1) / scale)));
        for (int plane = 0; plane < 3; plane++) {
          planes[plane * PLANE + y * WIDTH + x] =
              (float) ((mean(picture, left, top, right, bottom, plane) - 127) / 128);
        }
      }
    }
  }

  private static double mean(
      Pixels picture, int left, int top, int right, int bottom, int channel) {
    int n = picture.channels();
    int at = n == 1 ? 0 : channel;
    long sum = 0;
    int count = 0;
    for (int y = Math.min(top, picture.height() - 1); y < bottom; y++) {
      for (int x = Math.min(left, picture.width() - 1); x < right; x++) {
        sum += picture.bytes()[(y * picture.width() + x) * n + at] & 0xff;
        count++;
      }
    }
    return (double) sum / Math.max(1, count);
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
