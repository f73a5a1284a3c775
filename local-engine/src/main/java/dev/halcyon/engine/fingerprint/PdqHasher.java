package dev.halcyon.engine.fingerprint;

import dev.halcyon.engine.image.Pixels;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Computes PDQ (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
 * Algorithm", 2019): luma, two passes of a box filter along rows and columns, 64×64 samples, the
 * discrete cosine transform's frequencies 1 to 16 both ways, each compared with their median.
 * Stateless.
 */
public final class PdqHasher {
  /** Samples a side after shrinking. */
  static final int SIDE = 64;

  /** Frequencies a side, without the constant one. */
  static final int BANDS = 16;

  /** Smaller pictures have no hash. */
  public static final int SMALLEST = 5;

  private static final float[][] COSINES = cosines();

  private PdqHasher() {}

  /** The hash of a decoded picture; all zero with quality 0 when a side is under 5 pixels. */
  public static PdqFingerprint of(Pixels pixels) {
    if (tooSmall(pixels)) {
      return new PdqFingerprint(new PdqHash(0, 0, 0, 0), 0);
    }
    float[] samples = shrink(pixels);
    return new PdqFingerprint(bits(transform(samples)), quality(samples));
  }

  /** The hash of a decoded picture and of its turned and mirrored forms, all of one quality. */
  public static Map<Dihedral, PdqFingerprint> variants(Pixels pixels) {
    Map<Dihedral, PdqFingerprint> all = new EnumMap<>(Dihedral.class);
    if (tooSmall(pixels)) {
      List.of(Dihedral.values()).forEach(way -> all.put(way, of(pixels)));
      return all;
    }
    float[] samples = shrink(pixels);
    int quality = quality(samples);
    float[] dct = transform(samples);
    for (Dihedral way : Dihedral.values()) {
      all.put(way, new PdqFingerprint(bits(way.apply(dct)), quality));
    }
    return all;
  }

  private static boolean tooSmall(Pixels pixels) {
    return pixels.width() < SMALLEST || pixels.height() < SMALLEST;
  }

  /** 64×64 luma 0..255, row-major. */
  static float[] shrink(Pixels pixels) {
    int width = pixels.width();
    Tents down = Tents.of(pixels.height());
    Tents across = Tents.of(width);
    float[] luma = new float[width];
    float[] row = new float[width];
    float[] samples = new float[SIDE * SIDE];
    for (int i = 0; i < SIDE; i++) {
      Arrays.fill(row, 0);
      float[] weights = down.weights()[i];
      for (int k = 0; k < weights.length; k++) {
        luma(pixels, down.starts()[i] + k, luma);
        add(row, luma, weights[k]);
      }
      for (int j = 0; j < SIDE; j++) {
        float[] window = across.weights()[j];
        int start = across.starts()[j];
        float sum = 0;
        for (int k = 0; k < window.length; k++) {
          sum += window[k] * row[start + k];
        }
        samples[i * SIDE + j] = sum;
      }
    }
    return samples;
  }

  private static void add(float[] row, float[] luma, float weight) {
    for (int x = 0; x < row.length; x++) {
      row[x] += weight * luma[x];
    }
  }

  /** ITU-R BT.601 luma of one row, in whole thousandths before the one rounding. */
  private static void luma(Pixels pixels, int y, float[] into) {
    byte[] bytes = pixels.bytes();
    if (pixels.channels() == 1) {
      int at = y * into.length;
      for (int x = 0; x < into.length; x++) {
        into[x] = bytes[at + x] & 0xff;
      }
      return;
    }
    int at = y * into.length * 3;
    for (int x = 0; x < into.length; x++, at += 3) {
      int thousandths =
          299 * (bytes[at] & 0xff) + 587 * (bytes[at + 1] & 0xff) + 114 * (bytes[at + 2] & 0xff);
      into[x] = thousandths * 0.001f;
    }
  }

  /** How much the samples differ from their neighbours: many steps of a hundredth make 100. */
  static int quality(float[] samples) {
    int sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        float here = samples[i * SIDE + j];
        if (i + 1 < SIDE) {
          sum += Math.abs((int) ((here - samples[(i + 1) * SIDE + j]) * 100 / 255));
        }
        if (j + 1 < SIDE) {
          sum += Math.abs((int) ((here - samples[i * SIDE + j + 1]) * 100 / 255));
        }
      }
    }
    return Math.min(100, sum / 90);
  }

  private static float[][] cosines() {
    float[][] cosines = new float[BANDS][SIDE];
    for (int i = 0; i < BANDS; i++) {
      for (int k = 0; k < SIDE; k++) {
        cosines[i][k] =
            (float) (Math.sqrt(2.0 / SIDE) * Math.cos(Math.PI / 2 / SIDE * (i + 1) * (2 * k + 1)));
      }
    }
    return cosines;
  }

  /** 16×16 frequencies, row-major, the first index vertical. */
  static float[] transform(float[] samples) {
    float[] dct = new float[BANDS * BANDS];
    float[] row = new float[SIDE];
    for (int i = 0; i < BANDS; i++) {
      Arrays.fill(row, 0);
      for (int k = 0; k < SIDE; k++) {
        float cosine = COSINES[i][k];
        for (int j = 0; j < SIDE; j++) {
          row[j] += cosine * samples[k * SIDE + j];
        }
      }
      for (int j = 0; j < BANDS; j++) {
        float sum = 0;
        for (int k = 0; k < SIDE; k++) {
          sum += row[k] * COSINES[j][k];
        }
        dct[i * BANDS + j] = sum;
      }
    }
    return dct;
  }

  /** Bit {@code 16·i + j} is set where the frequency exceeds the lower median of the 256. */
  static PdqHash bits(float[] dct) {
    float[] sorted = dct.clone();
    Arrays.sort(sorted);
    float median = sorted[sorted.length / 2 - 1];
    long[] words = new long[4];
    for (int k = 0; k < dct.length; k++) {
      if (dct[k] > median) {
        words[3 - (k >> 6)] |= 1L << (k & 63);
      }
    }
    return new PdqHash(words[0], words[1], words[2], words[3]);
  }
}
