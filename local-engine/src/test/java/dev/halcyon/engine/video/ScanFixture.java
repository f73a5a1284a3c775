package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One worker that decodes for all tests of a class, and the scenes their clips are made of. */
abstract class ScanFixture {
  static final int WIDTH = 320;
  static final int HEIGHT = 180;
  static byte[][] scenes;
  static MediaWorker worker;
  @TempDir Path folder;

  @BeforeAll
  static void paint() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(120)));
    scenes = new byte[8][WIDTH * HEIGHT * 3];
    for (int i = 0; i < scenes.length; i++) {
      Painting.copy(Painting.scene(i, WIDTH, HEIGHT), scenes[i]);
    }
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  static void show(int scene, byte[] rgb) {
    System.arraycopy(scenes[scene], 0, rgb, 0, rgb.length);
  }

  DecodedMedia scanned(byte[] file) throws InterruptedException {
    DecodedMedia decoded = worker.decode(Sources.of("video/mp4", file));
    assertThat(String.valueOf(decoded.info().problem()))
        .as("the worker survives every clip here")
        .doesNotContain("media.crash");
    return decoded;
  }

  static List<Double> cuts(MediaInfo info) {
    return info.keyframes().stream().filter(Keyframe::cut).map(Keyframe::atSeconds).toList();
  }

  static double distance(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return (double) sum / a.length;
  }

  static byte[] pixels(byte[] jpeg) throws IOException {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    Painting.copy(javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(jpeg)), rgb);
    return rgb;
  }
}
