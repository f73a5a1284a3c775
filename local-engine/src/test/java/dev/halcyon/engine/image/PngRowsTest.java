package dev.halcyon.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.halcyon.engine.testing.Memory;
import dev.halcyon.engine.testing.PictureFiles;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PNG read row by row gives what FFmpeg gives that reads it as a whole. */
class PngRowsTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  /** Rows of random bytes behind random filters: each is some picture. */
  private static byte[] random(int width, int height, int bits, int colour, byte[]... chunks)
      throws IOException {
    Random random = new Random(bits * 10 + colour);
    int channels = new int[] {1, 0, 3, 1, 2, 0, 4}[colour];
    int length = 1 + Math.ceilDiv(width * channels * bits, 8);
    byte[] rows = new byte[length * height];
    random.nextBytes(rows);
    for (int y = 0; y < height; y++) {
      rows[y * length] = (byte) random.nextInt(5);
    }
    return PictureFiles.pngWith(width, height, bits, colour, PictureFiles.deflate(rows), chunks);
  }

  private static byte[] palette(int entries) {
    byte[] palette = new byte[entries * 3];
    new Random(entries).nextBytes(palette);
    return palette;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0", "2, 0", "4, 0", "8, 0", "16, 0", "8, 2", "16, 2", "1, 3", "2, 3", "4, 3", "8, 3",
    "8, 4", "16, 4", "8, 6", "16, 6"
  })
  void everyKindOfPixelAndEveryFilterIsReadAsFfmpegReadsIt(int bits, int colour) throws Exception {
    byte[] file =
        colour == 3
            ? random(
                WIDTH,
                HEIGHT,
                bits,
                colour,
                PictureFiles.pngChunk("PLTE", palette(1 << bits)),
                PictureFiles.pngChunk("tRNS", new byte[] {0, 100}))
            : random(WIDTH, HEIGHT, bits, colour);
    Memory bytes = new Memory(file);
    PictureHeader header = PictureHeader.read(MediaType.PNG, bytes);
    MediaLimits limits = MediaLimits.standard(java.time.Duration.ofSeconds(9));
    byte[] expected =
        PictureDecoder.decode(
            MediaType.PNG,
            header,
            bytes,
            limits,
            frame -> {
              try (FrameScaler scaler = new FrameScaler()) {
                return scaler.rgba(frame);
              }
            });
    AVFrame frame = PngReducer.read(header, bytes);
    try (FrameScaler scaler = new FrameScaler()) {
      byte[] found = scaler.rgba(frame);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        // Colour under no alpha is nothing that anybody sees.
        boolean seen = i % 4 == 3 || expected[i / 4 * 4 + 3] != 0 && found[i / 4 * 4 + 3] != 0;
        int apart = Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
        // FFmpeg rounds 16 bits where the upper byte is taken here.
        assertThat(seen ? apart : 0).as("sample %d", i).isLessThanOrEqualTo(bits == 16 ? 1 : 0);
      }
    } finally {
      av_frame_free(frame);
    }
  }

  @Test
  void aTransparentColourIsTransparent() throws Exception {
    byte[] rows = new byte[(1 + WIDTH * 3) * HEIGHT];
    byte[] file =
        PictureFiles.pngWith(
            WIDTH,
            HEIGHT,
            8,
            2,
            PictureFiles.deflate(rows),
            PictureFiles.pngChunk("tRNS", new byte[6]));
    byte[] rgba = new byte[WIDTH * 4];
    PngRows read = PngRows.of(new Memory(file));
    assertThat(read.next((into, at, length) -> length, rgba)).isTrue();
    assertThat(rgba).containsOnly(0);
  }

  @Test
  void aKindOfPixelThatDoesNotExistIsDamage() throws Exception {
    for (int[] kind : new int[][] {{3, 0}, {8, 1}, {16, 3}, {4, 2}, {8, 7}}) {
      byte[] file = PictureFiles.png(4, 4, kind[0], kind[1], PictureFiles.deflate(new byte[99]));
      assertThatThrownBy(() -> PngRows.of(new Memory(file)))
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("media.damaged"));
    }
  }

  @Test
  void aPictureThatIsReducedKeepsTheMeansOfItsAreas() throws Exception {
    // Columns in turn black and white: whoever took every second pixel would see one of them.
    int side = 5200;
    byte[] rows = new byte[(1 + side) * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x += 2) {
        rows[y * (1 + side) + 1 + x] = (byte) 0xff;
      }
    }
    byte[] file = PictureFiles.png(side, side, 8, 0, PictureFiles.deflate(rows));
    PictureHeader header = PictureHeader.read(MediaType.PNG, new Memory(file));
    assertThat(PngReducer.takes(header, new Memory(file))).isTrue();
    AVFrame frame = PngReducer.read(header, new Memory(file));
    try (FrameScaler scaler = new FrameScaler()) {
      assertThat(frame.width()).isEqualTo(side / 2);
      byte[] rgba = scaler.rgba(frame);
      assertThat(rgba[0] & 0xff).isBetween(127, 128);
      assertThat(Arrays.copyOfRange(rgba, 4, 8)).isEqualTo(Arrays.copyOf(rgba, 4));
    } finally {
      av_frame_free(frame);
    }
  }
}
