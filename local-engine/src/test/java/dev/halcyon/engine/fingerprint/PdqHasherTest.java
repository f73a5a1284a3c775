package dev.halcyon.engine.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Wire;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PdqHasherTest {
  private static final MediaWorker WORKER =
      new MediaWorker(false, MediaLimits.standard(Duration.ofMinutes(1)));

  @AfterAll
  static void stop() {
    WORKER.close();
  }

  private static Path own(String name) {
    return Path.of("src", "test", "resources", "pdq", name);
  }

  private static Pixels pixels(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    byte[] bytes = new byte[image.getWidth() * image.getHeight() * 3];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        bytes[at++] = (byte) (rgb >> 16);
        bytes[at++] = (byte) (rgb >> 8);
        bytes[at++] = (byte) rgb;
      }
    }
    return new Pixels(image.getWidth(), image.getHeight(), 3, bytes);
  }

  private static PdqFingerprint decoded(Path file) throws IOException, InterruptedException {
    MediaPrint print = WORKER.fingerprint(Sources.of("image/png", Files.readAllBytes(file)), 0);
    return ((MediaPrint.Picture) print).original();
  }

  @Test
  void sameDecodedPixelsGiveTheReferencesHashBitForBit() throws IOException {
    JsonNode expected = Wire.mapper().readTree(own("expected.json").toFile());
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      PdqFingerprint print = PdqHasher.of(pixels(own(each.getKey())));
      assertThat(print.quality())
          .as(each.getKey())
          .isEqualTo(each.getValue().get("quality").asInt());
      if (print.quality() > 0) {
        assertThat(print.hash().hex())
            .as(each.getKey())
            .isEqualTo(each.getValue().get("hash").asText());
      }
    }
  }

  @Test
  void ourOwnPicturesAgreeWithTheReferenceThroughTheWorker()
      throws IOException, InterruptedException {
    JsonNode expected = Wire.mapper().readTree(own("expected.json").toFile());
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      PdqFingerprint print = decoded(own(each.getKey()));
      assertThat(print.quality()).isEqualTo(each.getValue().get("quality").asInt());
      if (print.quality() >= 80) {
        PdqHash reference = PdqHash.parse(each.getValue().get("hash").asText());
        assertThat(print.hash().distance(reference)).as(each.getKey()).isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void theTwelveEditsAgreeWithTheReferenceThroughTheWorker()
      throws IOException, InterruptedException {
    Path folder = SharedData.file("media/pdq/expected.json").getParent();
    JsonNode expected = Wire.mapper().readTree(folder.resolve("expected.json").toFile());
    Map<String, Integer> distances = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      PdqFingerprint print = decoded(folder.resolve(each.getKey()));
      assertThat(print.quality()).isGreaterThanOrEqualTo(80);
      distances.put(each.getKey(), print.hash().distance(PdqHash.parse(each.getValue().asText())));
    }
    assertThat(distances).hasSize(12);
    assertThat(distances.values()).allMatch(distance -> distance <= 10);
  }

  @ParameterizedTest
  @EnumSource(Dihedral.class)
  void aTurnedPictureHasTheHashOfItsTurn(Dihedral way) throws IOException {
    Pixels scene = pixels(own("scene1.png"));
    PdqFingerprint turned = PdqHasher.of(turned(scene, way));
    PdqFingerprint foretold = PdqHasher.variants(scene).get(way);
    assertThat(foretold.hash().distance(turned.hash())).isLessThanOrEqualTo(10);
    assertThat(Math.abs(foretold.quality() - turned.quality())).isLessThanOrEqualTo(2);
  }

  /** By the words of each turn's description, pixel by pixel. */
  private static Pixels turned(Pixels from, Dihedral way) {
    boolean swapped =
        switch (way) {
          case ROTATE_90, ROTATE_270, FLIP_PLUS_1, FLIP_MINUS_1 -> true;
          default -> false;
        };
    int width = swapped ? from.height() : from.width();
    int height = swapped ? from.width() : from.height();
    byte[] bytes = new byte[from.bytes().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = from.width() - 1;
        int bottom = from.height() - 1;
        int[] at =
            switch (way) {
              case ORIGINAL -> new int[] {x, y};
              case ROTATE_90 -> new int[] {right - y, x};
              case ROTATE_180 -> new int[] {right - x, bottom - y};
              case ROTATE_270 -> new int[] {y, bottom - x};
              case FLIP_X -> new int[] {x, bottom - y};
              case FLIP_Y -> new int[] {right - x, y};
              case FLIP_PLUS_1 -> new int[] {y, x};
              case FLIP_MINUS_1 -> new int[] {right - y, bottom - x};
            };
        System.arraycopy(
            from.bytes(), (at[1] * from.width() + at[0]) * 3, bytes, (y * width + x) * 3, 3);
      }
    }
    return new Pixels(width, height, 3, bytes);
  }

  @ParameterizedTest
  @CsvSource({"5,5", "64,64", "65,127", "128,129", "200,31", "333,1000", "1001,77"})
  void oneSumForEachSampleEqualsThePublishedPasses(int width, int height) {
    byte[] bytes = new byte[width * height];
    new Random(width).nextBytes(bytes);
    float[] samples = PdqHasher.shrink(new Pixels(width, height, 1, bytes));
    float[][] passes = new float[height][width];
    for (int i = 0; i < bytes.length; i++) {
      passes[i / width][i % width] = bytes[i] & 0xff;
    }
    for (int pass = 0; pass < 2; pass++) {
      for (float[] row : passes) {
        System.arraycopy(box(row), 0, row, 0, width);
      }
      for (int x = 0; x < width; x++) {
        float[] column = new float[height];
        for (int y = 0; y < height; y++) {
          column[y] = passes[y][x];
        }
        column = box(column);
        for (int y = 0; y < height; y++) {
          passes[y][x] = column[y];
        }
      }
    }
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j < 64; j++) {
        float expected = passes[(int) ((i + 0.5) * height / 64)][(int) ((j + 0.5) * width / 64)];
        assertThat(samples[i * 64 + j])
            .isCloseTo(expected, org.assertj.core.data.Offset.offset(0.01f));
      }
    }
  }

  /** A box filter as published: the window leans to the right when it is even. */
  private static float[] box(float[] in) {
    int window = (in.length + 127) / 128;
    int right = (window + 2) / 2 - 1;
    int left = window - 1 - right;
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      double sum = 0;
      int from = Math.max(0, i - left);
      int to = Math.min(in.length - 1, i + right);
      for (int k = from; k <= to; k++) {
        sum += in[k];
      }
      out[i] = (float) (sum / (to - from + 1));
    }
    return out;
  }

  @Test
  void pictureWithASideUnderFivePixelsHasNoHash() {
    PdqFingerprint print = PdqHasher.of(new Pixels(4, 100, 1, new byte[400]));
    assertThat(print).isEqualTo(new PdqFingerprint(new PdqHash(0, 0, 0, 0), 0));
    assertThat(print.usable()).isFalse();
    assertThat(PdqHasher.variants(new Pixels(4, 4, 1, new byte[16]))).hasSize(8);
  }

  @Test
  void veryLargePictureIsReducedAndKeepsItsHash() throws IOException, InterruptedException {
    Pixels scene = pixels(own("scene2.png"));
    BufferedImage large = new BufferedImage(5120, 3840, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 3840; y++) {
      for (int x = 0; x < 5120; x++) {
        int at = (y / 10 * 512 + x / 10) * 3;
        large.setRGB(
            x,
            y,
            (scene.bytes()[at] & 0xff) << 16
                | (scene.bytes()[at + 1] & 0xff) << 8
                | scene.bytes()[at + 2] & 0xff);
      }
    }
    Path file = Files.createTempFile("large", ".jpg");
    try {
      ImageIO.write(large, "jpg", file.toFile());
      assertThat(decoded(file).hash().distance(PdqHasher.of(scene).hash())).isLessThanOrEqualTo(10);
    } finally {
      Files.delete(file);
    }
  }
}
