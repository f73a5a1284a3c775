package dev.halcyon.engine.ocr;

import java.util.List;

/**
 * A line of text in a picture. Immutable.
 *
 * @param text as read, with spaces
 * @param confidence mean probability of its letters, 0..1; 0 for an empty one
 * @param quad where it stands, pixels
 * @param places for each UTF-16 unit of the text its centre as a share of the line's width
 */
record TextLine(String text, double confidence, Quad quad, List<Double> places) {
  TextLine {
    places = List.copyOf(places);
    if (places.size() != text.length()) {
      throw new IllegalArgumentException(places.size() + " places for " + text.length() + " units");
    }
  }

  /** Where the units from {@code start} up to {@code end} (exclusive, not empty) stand. */
  Quad part(int start, int end) {
    double from = start == 0 ? 0 : (places.get(start - 1) + places.get(start)) / 2;
    double to = end == text.length() ? 1 : (places.get(end - 1) + places.get(end)) / 2;
    return quad.part(from, to);
  }
}
