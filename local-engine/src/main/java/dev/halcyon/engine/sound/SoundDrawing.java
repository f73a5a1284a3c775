package dev.halcyon.engine.sound;

import dev.halcyon.engine.SoundPicture;
import dev.halcyon.engine.video.SoundSink;
import java.util.Arrays;

/**
 * Draws a stream of sound as it comes, in {@value #MOST} columns at most however long it is: when
 * they are used up, each two become one, the louder counting. Confined to one thread.
 */
public final class SoundDrawing implements SoundSink {
  /** Columns at most. */
  public static final int MOST = 1024;

  private static final int WINDOW = 400;
  private static final int BANDS = SoundPicture.BANDS;
  private static final float[] HANN = hann();
  private static final int[] EDGES = edges();

  private final Fourier fourier = new Fourier(WINDOW);
  private final short[] window = new short[WINDOW];
  private final float[] in = new float[2 * WINDOW];
  private final float[] out = new float[2 * WINDOW];
  private final int[] peaks = new int[MOST];
  private final float[] powers = new float[MOST * BANDS];
  private int filled;
  private int columns;

  /** Windows a column stands for, and how many the last one has. */
  private int each = 1;

  private int inLast;
  private long samples;

  private static float[] hann() {
    float[] window = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
    }
    return window;
  }

  /** The first bin of each band and the end of the last; each has at least one. */
  private static int[] edges() {
    int[] edges = new int[BANDS + 1];
    double top = LogMel.mel(RATE / 2.0);
    for (int band = 0; band <= BANDS; band++) {
      int bin = (int) Math.round(LogMel.hertz(top * band / BANDS) * WINDOW / RATE);
      edges[band] = band == 0 ? 0 : Math.max(edges[band - 1] + 1, bin);
    }
    return edges;
  }

  @Override
  public void block(short[] more) {
    samples += more.length;
    int from = 0;
    while (from < more.length) {
      int n = Math.min(more.length - from, WINDOW - filled);
      System.arraycopy(more, from, window, filled, n);
      filled += n;
      from += n;
      if (filled == WINDOW) {
        draw();
      }
    }
  }

  private void draw() {
    filled = 0;
    if (columns == 0 || inLast == each) {
      if (columns == MOST) {
        halve();
      }
      columns++;
      inLast = 0;
    }
    inLast++;
    int column = columns - 1;
    for (int i = 0; i < WINDOW; i++) {
      peaks[column] = Math.max(peaks[column], Math.abs((int) window[i]));
      in[2 * i] = window[i] / 32768f * HANN[i];
    }
    fourier.transform(in, out);
    for (int band = 0; band < BANDS; band++) {
      float power = 0;
      for (int bin = EDGES[band]; bin < EDGES[band + 1]; bin++) {
        float re = out[2 * bin];
        float im = out[2 * bin + 1];
        power = Math.max(power, re * re + im * im);
      }
      int at = column * BANDS + band;
      powers[at] = Math.max(powers[at], power);
    }
  }

  /** Two columns become one, which is full. */
  private void halve() {
    for (int column = 0; column < MOST / 2; column++) {
      peaks[column] = Math.max(peaks[2 * column], peaks[2 * column + 1]);
      for (int band = 0; band < BANDS; band++) {
        powers[column * BANDS + band] =
            Math.max(powers[2 * column * BANDS + band], powers[(2 * column + 1) * BANDS + band]);
      }
    }
    columns = MOST / 2;
    Arrays.fill(peaks, columns, MOST, 0);
    Arrays.fill(powers, columns * BANDS, MOST * BANDS, 0);
    each *= 2;
  }

  /** Ends the stream. */
  public SoundPicture finish() {
    if (filled > 0) {
      Arrays.fill(window, filled, WINDOW, (short) 0);
      draw();
    }
    byte[] loud = new byte[columns];
    for (int column = 0; column < columns; column++) {
      loud[column] = (byte) Math.min(255, peaks[column] * 255 / 32768);
    }
    byte[] levels = new byte[columns * BANDS];
    for (int i = 0; i < levels.length; i++) {
      double decibels = 10 * Math.log10(Math.max(1e-9, powers[i]));
      levels[i] = (byte) Math.round(Math.clamp((decibels + 40) / 80, 0, 1) * 255);
    }
    return new SoundPicture((double) samples / RATE, (double) each * WINDOW / RATE, loud, levels);
  }
}
