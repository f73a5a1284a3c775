package dev.halcyon.assets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class SampleMediaLongTest {
  private static final Path ASSETS = Path.of("").toAbsolutePath();
  private static final Path MEDIA = ASSETS.resolve("sample/media");

  @Test
  void theGeneratorMakesTheSameMediaAgain(@TempDir Path again) throws IOException {
    SampleMedia.write(ASSETS.resolve("src/test/photos"), again);
    assertThat(Files.readString(again.resolve("SHA256SUMS")))
        .isEqualTo(Files.readString(MEDIA.resolve("SHA256SUMS")));
  }

  @Test
  void everyFilmHasItsFramesAndChangesWhereTheListSays() throws IOException {
    for (Film film : Films.all()) {
      try (FFmpegFrameGrabber grabber =
              new FFmpegFrameGrabber(MEDIA.resolve(film.name()).toFile());
          Java2DFrameConverter converter = new Java2DFrameConverter()) {
        grabber.start();
        assertThat(grabber.getAudioChannels() > 0).as(film.name()).isEqualTo(film.sound());
        double[] change = new double[film.frames() + 1];
        int frames = 0;
        BufferedImage before = null;
        for (var frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
          BufferedImage image = converter.convert(frame);
          change[frames] = before == null ? 0 : difference(before, image);
          before = PictureFiles.bgr(image);
          frames++;
        }
        assertThat(frames).as(film.name()).isEqualTo(film.frames());
        for (int cut : film.hardCuts()) {
          assertThat(change[cut])
              .as(film.name() + " at " + cut)
              .isGreaterThan(3 * change[cut - 1] + 8);
        }
        for (Film.Flash flash : film.flashes()) {
          assertThat(change[flash.frame()]).isGreaterThan(20);
          assertThat(change[flash.frame() + 1]).isGreaterThan(20);
        }
      }
    }
  }

  /** Mean absolute difference of two pictures, 0..255. */
  private static double difference(BufferedImage a, BufferedImage b) {
    long sum = 0;
    int count = 0;
    for (int y = 0; y < a.getHeight(); y += 4) {
      for (int x = 0; x < a.getWidth(); x += 4) {
        int p = a.getRGB(x, y);
        int q = b.getRGB(x, y);
        for (int shift = 0; shift <= 16; shift += 8) {
          sum += Math.abs((p >> shift & 255) - (q >> shift & 255));
          count++;
        }
      }
    }
    return sum / (double) count;
  }
}
