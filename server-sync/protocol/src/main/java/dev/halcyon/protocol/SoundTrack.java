package dev.halcyon.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a media part to look at and to read, without hearing it: how loud it is over its
 * length, in which pitches, and what a machine wrote down of what is said. The arrays (base64 on
 * the wire) are shared, not copied: never write to them.
 *
 * @param mediaId SHA-256 of the bytes, lower-case hex
 * @param seconds length of the sound
 * @param columnSeconds that each column stands for; the last may reach past the end
 * @param peaks the loudest of each column, 0..255
 * @param levels as many for each column, low pitches first, 0..255
 * @param listened whether a machine listened for speech; without it {@code said} says nothing
 * @param language ISO 639-1 of most of the speech, {@code und} where nobody speaks
 * @param said by time
 * @param unclearSeconds how much was taken for speech and could not be understood
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by what they hold.
public record SoundTrack(
    String mediaId,
    double seconds,
    double columnSeconds,
    byte[] peaks,
    byte[] levels,
    boolean listened,
    String language,
    List<Said> said,
    double unclearSeconds) {
  /**
   * A sentence, or a part of one, as a machine heard it.
   *
   * @param from seconds from the start of the media part
   * @param to likewise
   * @param confidence 0..1, not calibrated
   */
  public record Said(double from, double to, String text, double confidence) {
    /** Without the words, so that no log can hold them. */
    @Override
    public String toString() {
      return "Said[" + from + ".." + to + " s, " + text.length() + " characters]";
    }
  }

  public SoundTrack {
    peaks = peaks == null ? new byte[0] : peaks;
    levels = levels == null ? new byte[0] : levels;
    language = language == null ? "und" : language;
    said = said == null ? List.of() : List.copyOf(said);
  }

  /** Stretches of time told apart. */
  public int columns() {
    return peaks.length;
  }

  /** Pitches told apart, 0 when nothing was drawn. */
  public int bands() {
    return peaks.length == 0 ? 0 : levels.length / peaks.length;
  }

  /** How loud a column is, 0..1. */
  public double peak(int column) {
    return (peaks[column] & 255) / 255.0;
  }

  /** How strong a pitch is in a column, 0..1. */
  public double level(int column, int band) {
    return (levels[column * bands() + band] & 255) / 255.0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SoundTrack that
        && mediaId.equals(that.mediaId)
        && Double.compare(seconds, that.seconds) == 0
        && Double.compare(columnSeconds, that.columnSeconds) == 0
        && Arrays.equals(peaks, that.peaks)
        && Arrays.equals(levels, that.levels)
        && listened == that.listened
        && language.equals(that.language)
        && said.equals(that.said)
        && Double.compare(unclearSeconds, that.unclearSeconds) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(mediaId, seconds, Arrays.hashCode(peaks), said);
  }

  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "SoundTrack[mediaId=" + mediaId + ", seconds=" + seconds + "]";
  }
}
