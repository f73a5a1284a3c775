package dev.halcyon.engine.bench;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.MediaWorker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures the path of media: how fast a worker starts, how much video it looks at with every frame
 * decoded, and how many pictures a second go through decoding and both models.
 */
public final class VideoBench {
  private static final PrintStream OUT = System.out;
  private static final int FPS = 30;
  private static final int SECONDS = 20;
  private static final int PICTURES = 60;

  private VideoBench() {}

  /** Runs the measurements; takes no arguments. */
  public static void main(String[] args) throws Exception {
    OUT.printf(
        "machine: %d processors, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    workerStart();
    Path folder = Files.createTempDirectory("video-bench");
    try {
      videos(folder);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    pictures();
  }

  private static MediaWorker worker() {
    return new MediaWorker(false, MediaLimits.standard(Duration.ofMinutes(10)));
  }

  private static void workerStart() throws Exception {
    byte[] tiny = Painting.file(Painting.scene(1, 16, 16), "png");
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      try (MediaWorker worker = worker()) {
        OUT.println("sandbox: " + worker.sandbox());
        long begun = System.nanoTime();
        worker.decode(Sources.of("image/png", tiny));
        best = Math.min(best, (System.nanoTime() - begun) / 1e6);
      }
    }
    OUT.println("an engine's first picture: libraries prepared, worker started, answer received");
    figure("worker.start", best, "ms");
  }

  private static void videos(Path folder) throws Exception {
    OUT.printf("%d s of H.264 at %d fps, a cut every 4 s, panning%n", SECONDS, FPS);
    try (MediaWorker worker = worker()) {
      double hd = scan(worker, folder, 1280, 720);
      double full = scan(worker, folder, 1920, 1080);
      OUT.printf(Locale.ROOT, "1080p takes %.1f times as long as 720p%n", hd / full);
      figure("video.scan", hd, "times-real-time");
      figure("video.scan.1080p", full, "times-real-time");
    }
  }

  private static double scan(MediaWorker worker, Path folder, int width, int height)
      throws Exception {
    byte[][] scenes = new byte[5][width * 2 * height * 3];
    for (int i = 0; i < scenes.length; i++) {
      Painting.copy(Painting.scene(i, width * 2, height), scenes[i]);
    }
    byte[] film =
        Clip.of(width, height, FPS)
            .bytes(
                folder,
                ".mp4",
                SECONDS * FPS,
                (i, rgb) -> pan(scenes[i / (4 * FPS) % scenes.length], i * 2, width, height, rgb));
    double best = 0;
    for (int i = 0; i < 3; i++) {
      long begun = System.nanoTime();
      DecodedMedia decoded = worker.decode(Sources.of("video/mp4", film));
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (decoded.info().problem() != null) {
        throw new IOException("the bench's own film failed: " + decoded.info().problem());
      }
      best = Math.max(best, SECONDS / seconds);
      OUT.printf(
          Locale.ROOT,
          "  %d×%d: %.2f s, %d keyframes, %.1f × real time%n",
          width,
          height,
          seconds,
          decoded.frames().size(),
          SECONDS / seconds);
    }
    return best;
  }

  private static void pan(byte[] wide, int shift, int width, int height, byte[] rgb) {
    int from = shift % width;
    for (int y = 0; y < height; y++) {
      System.arraycopy(wide, (y * width * 2 + from) * 3, rgb, y * width * 3, width * 3);
    }
  }

  private static void pictures() throws Exception {
    byte[][] files = new byte[6][];
    for (int i = 0; i < files.length; i++) {
      files[i] = Painting.file(Painting.scene(i, 1600, 1200), "jpg");
    }
    try (MediaWorker worker = worker();
        PictureModels models = PictureModels.shipped()) {
      round(worker, models, files, files.length);
      long begun = System.nanoTime();
      round(worker, models, files, PICTURES);
      OUT.printf("%d JPEGs of 1600×1200, one after the other, decoded and scored%n", PICTURES);
      figure("image.scan", PICTURES / ((System.nanoTime() - begun) / 1e9), "pictures/s");
    }
  }

  private static void round(MediaWorker worker, PictureModels models, byte[][] files, int count)
      throws Exception {
    for (int i = 0; i < count; i++) {
      DecodedMedia decoded = worker.decode(Sources.of("image/jpeg", files[i % files.length]));
      models.nsfw().score(List.of(decoded.frames().getFirst().rgb224()));
      models.objects().find(List.of(decoded.frames().getFirst().rgb300()));
    }
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
