package dev.halcyon.engine.model;

import dev.halcyon.assets.Assets;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.ModelRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds everyday objects (COCO classes, SSDLite MobileNet v2). Safe for any thread.
 *
 * <p>Input: 300×300 RGB, {@code x / 127.5 − 1}. Output: 1,917 boxes as fractions and a score for
 * each of 90 classes; boxes of one class that overlap are reduced to the best here (greedy
 * suppression, intersection over union 0.5). Its scores are not calibrated: a pen scores "knife
 * 0.93". What it finds is a hint, never a verdict.
 */
public final class ObjectDetector {
  /** Side of the input, pixels. */
  public static final int SIDE = 300;

  /** Where the class names lie; column c of the scores is line c + 1. */
  static final String LABELS = "models/coco_labels.txt";

  private static final int SAMPLES = SIDE * SIDE * 3;
  private static final int ANCHORS = 1917;
  private static final int CLASSES = 90;
  private static final double LEAST_SCORE = 0.5;
  private static final double MOST_OVERLAP = 0.5;
  private static final int MOST_FOUND = 20;

  private final OnnxModel model;
  private final List<String> labels;

  ObjectDetector(OnnxModel model, List<String> labels) {
    if (labels.size() != CLASSES) {
      throw new IllegalArgumentException(labels.size() + " labels for " + CLASSES + " classes");
    }
    this.model = model;
    this.labels = List.copyOf(labels);
  }

  /** One object found. */
  public record Found(String label, double score, Box box) {
    private static final Comparator<Found> BEST_FIRST =
        Comparator.comparingDouble(Found::score).reversed();
  }

  /**
   * Finds the objects of each frame, best first, twenty a frame at most.
   *
   * @param frames each 300×300×3 RGB bytes, row-major
   */
  public List<List<Found>> find(List<byte[]> frames) {
    float[] values = new float[frames.size() * SAMPLES];
    int at = 0;
    for (byte[] frame : frames) {
      if (frame.length != SAMPLES) {
        throw new IllegalArgumentException("a frame of " + frame.length + " bytes");
      }
      for (byte sample : frame) {
        values[at++] = (sample & 0xff) / 127.5f - 1;
      }
    }
    List<float[]> out =
        model.run(values, new long[] {frames.size(), SIDE, SIDE, 3}, List.of("boxes", "scores"));
    List<List<Found>> all = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      all.add(suppressed(candidates(out.get(0), out.get(1), i)));
    }
    return all;
  }

  private List<Found> candidates(float[] boxes, float[] scores, int frame) {
    List<Found> found = new ArrayList<>();
    for (int anchor = frame * ANCHORS; anchor < (frame + 1) * ANCHORS; anchor++) {
      for (int c = 0; c < CLASSES; c++) {
        float score = scores[anchor * CLASSES + c];
        if (score >= LEAST_SCORE) {
          found.add(new Found(labels.get(c), Math.min(1, score), box(boxes, anchor * 4)));
        }
      }
    }
    found.sort(Found.BEST_FIRST);
    return found;
  }

  private static Box box(float[] boxes, int at) {
    double top = Math.clamp(boxes[at], 0f, 1f);
    double left = Math.clamp(boxes[at + 1], 0f, 1f);
    double bottom = Math.clamp(boxes[at + 2], 0f, 1f);
    double right = Math.clamp(boxes[at + 3], 0f, 1f);
    return new Box(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  static List<Found> suppressed(List<Found> bestFirst) {
    List<Found> kept = new ArrayList<>();
    for (Found candidate : bestFirst) {
      boolean isNew =
          kept.stream()
              .noneMatch(
                  each ->
                      each.label.equals(candidate.label)
                          && overlap(each.box, candidate.box) > MOST_OVERLAP);
      if (isNew && kept.size() < MOST_FOUND) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  /** Intersection over union, 0..1. */
  public static double overlap(Box a, Box b) {
    double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
    double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double both = width * height;
    return both / (a.width() * a.height() + b.width() * b.height() - both);
  }

  /** The names of the classes of the detector that ships; those without one are {@code n/a}. */
  public static List<String> shippedLabels() {
    return new String(Assets.bytes(LABELS), StandardCharsets.UTF_8).lines().toList();
  }

  public ModelRef ref() {
    return model.ref();
  }
}
