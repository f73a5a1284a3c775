package dev.halcyon.engine.sound;

/**
 * The front end of Whisper (Radford et al. 2022, {@code whisper/audio.py}): 30 seconds of sound as
 * the logarithm of 80 mel bands, 100 times a second. Safe for any thread.
 *
 * <p>16 kHz mono; periodic Hann window of 400 samples (25 ms) every 160 (10 ms), centred, with the
 * signal reflected at both ends; power spectrum; Slaney's mel scale and area normalisation (the
 * filter bank of librosa 0.9, which the original ships as a file); log10 of at least 1e-10, at most
 * 8 below the highest, then {@code (x + 4) / 4}. Agrees with the original within 1e-4.
 */
final class LogMel {
  static final int BANDS = 80;
  static final int FRAMES = 3000;
  static final int RATE = 16_000;
  static final int HOP = 160;

  /** Samples of one window of 30 seconds. */
  static final int SAMPLES = FRAMES * HOP;

  private static final int WINDOW = 400;
  private static final int BINS = WINDOW / 2 + 1;
  private static final float[] HANN = hann();
  private static final float[][] FILTERS = filters();

  /** First and one past the last bin in which a band is not zero. */
  private static final int[][] REACH = reach();

  private LogMel() {}

  private static float[] hann() {
    float[] window = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
    }
    return window;
  }

  /** Slaney's scale: linear below 1 kHz, logarithmic above. */
  static double hertz(double mel) {
    double linear = 200.0 / 3 * mel;
    return mel < 15 ? linear : 1000 * Math.exp(Math.log(6.4) / 27 * (mel - 15));
  }

  static double mel(double hertz) {
    return hertz < 1000 ? hertz * 3 / 200 : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
  }

  /** 80 triangles over 201 bins, each of area 1 in hertz (times 2). */
  static float[][] filters() {
    double[] edges = new double[BANDS + 2];
    double top = mel(RATE / 2.0);
    for (int i = 0; i < edges.length; i++) {
      edges[i] = hertz(top * i / (BANDS + 1));
    }
    float[][] filters = new float[BANDS][BINS];
    for (int band = 0; band < BANDS; band++) {
      double norm = 2 / (edges[band + 2] - edges[band]);
      for (int bin = 0; bin < BINS; bin++) {
        double at = (double) bin * RATE / WINDOW;
        double rising = (at - edges[band]) / (edges[band + 1] - edges[band]);
        double falling = (edges[band + 2] - at) / (edges[band + 2] - edges[band + 1]);
        filters[band][bin] = (float) (norm * Math.max(0, Math.min(rising, falling)));
      }
    }
    return filters;
  }

  private static int[][] reach() {
    int[][] reach = new int[BANDS][2];
    for (int band = 0; band < BANDS; band++) {
      int first = 0;
      while (FILTERS[band][first] == 0) {
        first++;
      }
      int end = first;
      while (end < BINS && FILTERS[band][end] != 0) {
        end++;
      }
      reach[band] = new int[] {first, end};
    }
    return reach;
  }

  /**
   * The features of up to 30 seconds; what is missing of them is silence.
   *
   * @param sound full scale ±32768
   * @param from first sample of the window; it ends at the end of the sound or after 30 seconds
   * @return 80 × 3000, a band after the other
   */
  static float[] of(short[] sound, int from) {
    int there = Math.min(sound.length - from, SAMPLES);
    float[] padded = new float[SAMPLES + WINDOW];
    for (int i = 0; i < padded.length; i++) {
      int at = Math.abs(i - WINDOW / 2);
      // Reflected at both ends, without repeating the sample at the edge.
      at = at >= SAMPLES ? 2 * (SAMPLES - 1) - at : at;
      padded[i] = at < there ? sound[from + at] / 32768f : 0;
    }
    // Past the sound and half a window there is nothing but silence, whose spectrum is known.
    int live = Math.min(FRAMES, (there + WINDOW / 2) / HOP + 2 & ~1);
    float[] logs = new float[BANDS * FRAMES];
    java.util.Arrays.fill(logs, -10);
    spectra(padded, live, logs);
    return scaled(logs);
  }

  private static void spectra(float[] padded, int live, float[] logs) {
    Fourier fourier = new Fourier(WINDOW);
    float[] in = new float[2 * WINDOW];
    float[] out = new float[2 * WINDOW];
    float[] first = new float[BINS];
    float[] second = new float[BINS];
    for (int frame = 0; frame < live; frame += 2) {
      // Two real signals in one complex transform: their spectra come apart by symmetry.
      for (int i = 0; i < WINDOW; i++) {
        in[2 * i] = padded[frame * HOP + i] * HANN[i];
        in[2 * i + 1] = padded[(frame + 1) * HOP + i] * HANN[i];
      }
      fourier.transform(in, out);
      for (int k = 0; k < BINS; k++) {
        int mirror = (WINDOW - k) % WINDOW;
        float ar = (out[2 * k] + out[2 * mirror]) / 2;
        float ai = (out[2 * k + 1] - out[2 * mirror + 1]) / 2;
        float br = (out[2 * k + 1] + out[2 * mirror + 1]) / 2;
        float bi = (out[2 * mirror] - out[2 * k]) / 2;
        first[k] = ar * ar + ai * ai;
        second[k] = br * br + bi * bi;
      }
      bands(first, frame, logs);
      bands(second, frame + 1, logs);
    }
  }

  private static void bands(float[] power, int frame, float[] logs) {
    for (int band = 0; band < BANDS; band++) {
      double sum = 0;
      for (int bin = REACH[band][0]; bin < REACH[band][1]; bin++) {
        sum += FILTERS[band][bin] * power[bin];
      }
      logs[band * FRAMES + frame] = (float) Math.log10(Math.max(1e-10, sum));
    }
  }

  private static float[] scaled(float[] logs) {
    float highest = Float.NEGATIVE_INFINITY;
    for (float log : logs) {
      highest = Math.max(highest, log);
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (Math.max(logs[i], highest - 8) + 4) / 4;
    }
    return logs;
  }
}
