package dev.halcyon.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No rendition passes the sharp picture on, whatever the picture is. */
class RenditionPropertiesTest {
  private static Pixels noise(int seed, int width, int height, int channels) {
    byte[] bytes = new byte[width * height * channels];
    Random random = new Random(seed);
    // From salt and pepper to patches: every scale of detail is among them.
    int grain = 1 << random.nextInt(4);
    byte[] coarse = new byte[bytes.length];
    random.nextBytes(coarse);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width * channels; x++) {
        int from = y / grain * grain * width * channels + x / (grain * channels) * grain * channels;
        bytes[y * width * channels + x] = (byte) (coarse[from + x % channels] < 0 ? 255 : 0);
      }
    }
    return new Pixels(width, height, channels, bytes);
  }

  /** The largest difference of neighbours in a row or column. */
  private static int steepest(Pixels pixels) {
    int most = 0;
    int n = pixels.channels();
    int row = pixels.width() * n;
    byte[] bytes = pixels.bytes();
    for (int i = 0; i < bytes.length; i++) {
      if (i % row >= n) {
        most = Math.max(most, Math.abs((bytes[i] & 0xff) - (bytes[i - n] & 0xff)));
      }
      if (i >= row) {
        most = Math.max(most, Math.abs((bytes[i] & 0xff) - (bytes[i - row] & 0xff)));
      }
    }
    return most;
  }

  /**
   * Energy finer than a window: the mean square of what remains when the mean of the surrounding
   * square is taken away.
   */
  private static double fineEnergy(Pixels pixels, int radius) {
    Pixels gray = pixels.gray();
    double sum = 0;
    int count = 0;
    for (int y = radius; y < gray.height() - radius; y++) {
      for (int x = radius; x < gray.width() - radius; x++) {
        double mean = 0;
        for (int j = -radius; j <= radius; j++) {
          for (int i = -radius; i <= radius; i++) {
            mean += gray.bytes()[(y + j) * gray.width() + x + i] & 0xff;
          }
        }
        mean /= (2 * radius + 1) * (2 * radius + 1);
        double rest = (gray.bytes()[y * gray.width() + x] & 0xff) - mean;
        sum += rest * rest;
        count++;
      }
    }
    return sum / count;
  }

  @Property(tries = 60)
  void aBlurHasNoEdgeSteeperThanItsRadiusAllows(
      @ForAll int seed, @ForAll @IntRange(min = 2, max = 12) int sigma) {
    Pixels blurred = Blur.gaussian(noise(seed, 96, 64, 3), sigma);
    int box = (int) Math.round((Math.sqrt(4.0 * sigma * sigma + 1) - 1) / 2);
    // One pass of a mean over 2·box+1 samples cannot climb faster; rounding adds one.
    assertThat(steepest(blurred)).isLessThanOrEqualTo(255 / (2 * box + 1) + 2);
  }

  @Property(tries = 40)
  void aMosaicKnowsNothingButTheMeansOfItsTiles(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 12) int tiles) {
    Pixels means = noise(seed, tiles, tiles, 3);
    Pixels mosaic = Mosaic.enlarge(means, 97, 61);
    Set<Integer> colours = new HashSet<>();
    for (int i = 0; i < 97 * 61; i++) {
      colours.add(
          (mosaic.bytes()[i * 3] & 0xff) << 16
              | (mosaic.bytes()[i * 3 + 1] & 0xff) << 8
              | mosaic.bytes()[i * 3 + 2] & 0xff);
    }
    assertThat(colours.size()).isLessThanOrEqualTo(tiles * tiles);
    assertThat(Mosaic.tile(0.25, 640)).isEqualTo(16);
    assertThat(Mosaic.tile(1, 640)).isEqualTo(64);
  }

  @Property(tries = 30)
  void aCartoonLosesTextureFinerThanItsWindowsAndKeepsFewTones(
      @ForAll int seed, @ForAll @IntRange(min = 4, max = 12) int radius) {
    byte[] bytes = new byte[96 * 64 * 3];
    new Random(seed).nextBytes(bytes);
    Pixels fine = new Pixels(96, 64, 3, bytes);
    Pixels drawn = Cartoon.of(fine, radius);
    assertThat(fineEnergy(drawn, 2)).isLessThan(0.12 * fineEnergy(fine, 2));
    Set<Byte> tones = new HashSet<>();
    for (byte tone : Cartoon.of(fine.gray(), radius).bytes()) {
      tones.add(tone);
    }
    assertThat(tones.size()).isLessThanOrEqualTo(Cartoon.TONES);
  }

  @Property(tries = 60)
  void aCartoonOfAnySizeIsOfThatSize(
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    byte[] white = new byte[width * height * 3];
    java.util.Arrays.fill(white, (byte) 255);
    Pixels drawn = Cartoon.of(new Pixels(width, height, 3, white), 13);
    assertThat(drawn.bytes()).isEqualTo(white);
    Pixels any = Cartoon.of(noise(seed, width, height, 1), 13);
    assertThat(any.width()).isEqualTo(width);
    assertThat(any.height()).isEqualTo(height);
  }

  @Property(tries = 20)
  void aCartoonKeepsTheEdgeBetweenTwoThings(@ForAll @IntRange(min = 20, max = 76) int edge) {
    byte[] bytes = new byte[96 * 64];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 96 < edge ? 0 : 255);
    }
    Pixels step = new Pixels(96, 64, 1, bytes);
    assertThat(Cartoon.of(step, 6).bytes()).isEqualTo(bytes);
  }
}
