package dev.halcyon.engine;

import java.util.List;

/**
 * What was said in the sound of a media part, with the seconds at which it was said. Its words are
 * content: they are shown to people and read by stages, and are never logged.
 *
 * @param language ISO 639-1 of most of the speech, or {@code und} where nobody speaks
 * @param segments by time
 * @param unclearSeconds how much was taken for speech and could not be understood
 */
public record Transcript(String language, List<Segment> segments, double unclearSeconds) {
  /** Nobody speaks. */
  public static final Transcript SILENT = new Transcript("und", List.of(), 0);

  public Transcript {
    segments = List.copyOf(segments);
  }

  /**
   * One stretch of speech, a sentence or a part of one.
   *
   * @param from seconds from the start of the media part
   * @param to likewise, not before {@code from}
   * @param text without space at either end
   * @param confidence 0..1, mean probability of the tokens; not calibrated
   */
  public record Segment(double from, double to, String text, double confidence) {
    /** Without the words, so that no log can hold them. */
    @Override
    public String toString() {
      return "Segment[" + from + ".." + to + " s, " + text.length() + " characters]";
    }
  }

  /** All segments in one text, a space between two. */
  public String text() {
    return String.join(" ", segments.stream().map(Segment::text).toList());
  }

  /** Without the words, so that no log can hold them. */
  @Override
  public String toString() {
    return "Transcript[" + language + ", " + segments.size() + " segments]";
  }
}
