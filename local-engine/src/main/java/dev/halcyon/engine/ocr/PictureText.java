package dev.halcyon.engine.ocr;

import dev.halcyon.protocol.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of one picture, and where each part of it stands. Immutable.
 *
 * @param text the lines in reading order; a space between lines of one block, a line break between
 *     blocks; empty when there is none
 * @param lines with their places in {@link #text}
 * @param confidence mean over the letters, 0..1; 0 without any
 * @param unread places that look like text and could not be read with any certainty
 */
public record PictureText(String text, List<Line> lines, double confidence, int unread) {
  public PictureText {
    lines = List.copyOf(lines);
  }

  /**
   * A line and its place.
   *
   * @param start UTF-16 unit of {@link PictureText#text} where it begins
   * @param text as it stands there
   * @param confidence mean over its letters, 0..1
   * @param box around it, fractions of the picture
   * @param boxes around each of its UTF-16 units, fractions of the picture
   */
  public record Line(int start, String text, double confidence, Box box, List<Box> boxes) {
    public Line {
      boxes = List.copyOf(boxes);
    }

    int end() {
      return start + text.length();
    }
  }

  /** A part of a picture and how much of a span stands in it. */
  public record Place(Box box, String text, double share) {}

  /**
   * Where a span of the text stands, one place a line.
   *
   * @param start UTF-16 unit
   * @param end exclusive
   */
  public List<Place> places(int start, int end) {
    List<Place> places = new ArrayList<>();
    int units = 0;
    for (Line line : lines) {
      units += Math.max(0, Math.min(end, line.end()) - Math.max(start, line.start));
    }
    for (Line line : lines) {
      int from = Math.max(start, line.start) - line.start;
      int to = Math.min(end, line.end()) - line.start;
      if (from < to) {
        places.add(
            new Place(
                around(line.boxes.subList(from, to)),
                line.text.substring(from, to),
                (double) (to - from) / units));
      }
    }
    return List.copyOf(places);
  }

  private static Box around(List<Box> boxes) {
    double left = boxes.stream().mapToDouble(Box::x).min().orElseThrow();
    double top = boxes.stream().mapToDouble(Box::y).min().orElseThrow();
    double right = boxes.stream().mapToDouble(box -> box.x() + box.width()).max().orElseThrow();
    double bottom = boxes.stream().mapToDouble(box -> box.y() + box.height()).max().orElseThrow();
    return new Box(left, top, right - left, bottom - top);
  }
}
