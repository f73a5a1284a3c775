package dev.halcyon.engine.sound;

/**
 * The discrete Fourier transform of one fixed length, by splitting in two for as long as the length
 * is even and by the definition below that (400 = 16 × 25). Confined to one thread: it reuses its
 * buffers.
 *
 * <p>Forward, without a factor: {@code X[k] = Σ x[n] exp(-2πi kn / N)}. Error below 1e-5 of the
 * largest value for single-precision input.
 */
final class Fourier {
  private final int length;
  private final float[] cos;
  private final float[] sin;
  private final float[] scratch;

  Fourier(int length) {
    this.length = length;
    this.cos = new float[length];
    this.sin = new float[length];
    for (int i = 0; i < length; i++) {
      cos[i] = (float) Math.cos(2 * Math.PI * i / length);
      sin[i] = (float) Math.sin(2 * Math.PI * i / length);
    }
    this.scratch = new float[length * 8];
  }

  /**
   * Transforms one complex signal.
   *
   * @param in real and imaginary parts in turn, {@code 2 × length} values
   * @param out likewise
   */
  void transform(float[] in, float[] out) {
    transform(in, 0, 1, length, out, 0, 0);
  }

  private void transform(float[] in, int from, int stride, int n, float[] out, int to, int free) {
    if (n % 2 != 0) {
      direct(in, from, stride, n, out, to);
      return;
    }
    int half = n / 2;
    int even = free;
    int odd = free + n;
    transform(in, from, stride * 2, half, scratch, even, free + 2 * n);
    transform(in, from + stride, stride * 2, half, scratch, odd, free + 2 * n);
    for (int k = 0; k < half; k++) {
      float c = cos[k * stride];
      float s = sin[k * stride];
      float or = scratch[odd + 2 * k];
      float oi = scratch[odd + 2 * k + 1];
      float re = c * or + s * oi;
      float im = c * oi - s * or;
      float er = scratch[even + 2 * k];
      float ei = scratch[even + 2 * k + 1];
      out[to + 2 * k] = er + re;
      out[to + 2 * k + 1] = ei + im;
      out[to + 2 * (k + half)] = er - re;
      out[to + 2 * (k + half) + 1] = ei - im;
    }
  }

  private void direct(float[] in, int from, int stride, int n, float[] out, int to) {
    for (int k = 0; k < n; k++) {
      float re = 0;
      float im = 0;
      int at = 0;
      for (int i = 0; i < n; i++) {
        int x = 2 * (from + i * stride);
        re += in[x] * cos[at] + in[x + 1] * sin[at];
        im += in[x + 1] * cos[at] - in[x] * sin[at];
        at += k * stride;
        at = at >= length ? at % length : at;
      }
      out[to + 2 * k] = re;
      out[to + 2 * k + 1] = im;
    }
  }
}
