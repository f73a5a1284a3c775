package dev.halcyon.engine;

/**
 * What the sound of a media part looks like: how loud it is over its length, and in which pitches.
 * Harmless to look at, and nothing that could be played. Immutable by agreement: the arrays are
 * shared, never write to them.
 *
 * @param seconds length of what was decoded
 * @param columnSeconds that each column stands for; the last may reach past the end
 * @param peaks the loudest sample of each column, 0..255 for silence to full scale
 * @param levels {@value #BANDS} for each column, low pitches first, 0..255 for −40 to 40 dB of
 *     power in a window of 400 samples
 */
@SuppressWarnings("ArrayRecordComponent")
public record SoundPicture(double seconds, double columnSeconds, byte[] peaks, byte[] levels) {
  /** Pitches told apart, spread as the ear does from 0 to 8 kHz. */
  public static final int BANDS = 32;

  public SoundPicture {
    if (levels.length != peaks.length * BANDS || !(seconds >= 0) || !(columnSeconds > 0)) {
      throw new IllegalArgumentException(
          levels.length + " levels do not belong to " + peaks.length + " columns");
    }
  }

  /** Stretches of time told apart. */
  public int columns() {
    return peaks.length;
  }

  /** Without what it shows. */
  @Override
  public String toString() {
    return "SoundPicture[" + seconds + " s, " + columns() + " columns]";
  }
}
