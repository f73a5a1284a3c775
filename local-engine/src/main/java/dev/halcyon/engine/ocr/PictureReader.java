package dev.halcyon.engine.ocr;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.ModelRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text in a picture: finds its lines, straightens each, reads it, and puts them in order.
 * Reads Latin letters without accents, digits and Chinese; turned by up to about 45°. Safe for any
 * thread.
 */
public final class PictureReader {
  /** The longer side of what should be handed in: fine print is lost below, time above. */
  public static final int LONGEST_SIDE = 1600;

  /** Less certain lines are patterns that look like letters, or a script it does not know. */
  private static final double LEAST_CONFIDENCE = 0.5;

  private final TextDetector detector;
  private final LineReader reader;
  private final ModelRef model;

  PictureReader(TextDetector detector, LineReader reader, ModelRef model) {
    this.detector = detector;
    this.reader = reader;
    this.model = model;
  }

  /** What assessments say of it: the recogniser, whose letters they quote. */
  public ModelRef model() {
    return model;
  }

  /**
   * Reads a picture.
   *
   * @throws InterruptedException when the caller's time is up
   */
  public PictureText read(Pixels picture) throws InterruptedException {
    List<TextLine> lines = new ArrayList<>();
    int unread = 0;
    for (Quad found : detector.find(picture)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the deadline passed between two lines of text");
      }
      TextLine line = reader.read(picture, found);
      if (!line.text().isBlank() && line.confidence() >= LEAST_CONFIDENCE) {
        lines.add(line);
      } else {
        unread++;
      }
    }
    return ReadingOrder.of(lines, unread, picture);
  }
}
