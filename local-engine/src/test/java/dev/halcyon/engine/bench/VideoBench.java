package dev.halcyon.engine.bench;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures the path of media: how fast a worker starts and is replaced, how much video it looks at
 * with every frame decoded and with those that no other needs left out, what classifying every
 * keyframe costs, and how many pictures a second go through decoding and both models.
 */
public final class VideoBench {
  private static final PrintStream OUT = System.out;
  private static final int FPS = 30;
  private static final int SECONDS = 20;
  private static final int PICTURES = 60;

  private VideoBench() {}

  /**
   * Runs the measurements.
   *
   * @param args films to be scanned instead of those made here; {@code --deaths} for the last part
   *     alone
   */
  public static void main(String[] args) throws Exception {
    OUT.printf(
        "machine: %d processors, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    if (args.length > 0 && args[0].equals("--deaths")) {
      replacement();
      return;
    } else if (args.length > 0) {
      given(args);
      return;
    }
    workerStart();
    try (Scratch scratch = Scratch.make()) {
      videos(scratch.folder());
    }
    pictures();
    replacement();
  }

  private static void given(String[] films) throws Exception {
    for (String film : films) {
      byte[] bytes = Files.readAllBytes(Path.of(film));
      try (MediaWorker worker = worker()) {
        OUT.println(film);
        scan(worker, Sources.of("video/mp4", bytes));
        scan(worker, Sources.of("video/mp4", bytes).asTrusted());
      }
    }
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
    byte[] small = film(folder, 1280, 720);
    byte[] large = film(folder, 1920, 1080);
    try (MediaWorker worker = worker()) {
      Speed hd = scan(worker, Sources.of("video/mp4", small));
      Speed full = scan(worker, Sources.of("video/mp4", large));
      Speed fast = scan(worker, Sources.of("video/mp4", small).asTrusted());
      figure("video.scan", hd.wall, "times-real-time");
      figure("video.scan.core", hd.core, "times-real-time-a-core");
      figure("video.scan.1080p", full.wall, "times-real-time");
      figure("video.scan.1080p.core", full.core, "times-real-time-a-core");
      figure("video.scan.fast", fast.wall, "times-real-time");
      figure("video.scan.fast.core", fast.core, "times-real-time-a-core");
    }
    classified(small);
  }

  private static byte[] film(Path folder, int width, int height) throws IOException {
    byte[][] scenes = new byte[5][width * 2 * height * 3];
    for (int i = 0; i < scenes.length; i++) {
      Painting.copy(Painting.scene(i, width * 2, height), scenes[i]);
    }
    return Clip.of(width, height, FPS)
        .bytes(
            folder,
            ".mp4",
            SECONDS * FPS,
            (i, rgb) -> pan(scenes[i / (4 * FPS) % scenes.length], i * 2, width, height, rgb));
  }

  /**
   * How much faster than it is played a film is looked at.
   *
   * @param core by the processor time that the worker took, whatever else ran
   */
  private record Speed(double wall, double core) {}

  private static Speed scan(MediaWorker worker, MediaSource film) throws Exception {
    Speed best = new Speed(0, 0);
    for (int i = 0; i < 3; i++) {
      double used = processorSeconds();
      long begun = System.nanoTime();
      DecodedMedia decoded = worker.decode(film);
      double seconds = (System.nanoTime() - begun) / 1e9;
      double busy = processorSeconds() - used;
      if (decoded.info().problem() != null) {
        throw new IOException("the bench's own film failed: " + decoded.info().problem());
      }
      double length = decoded.info().seconds();
      best = new Speed(Math.max(best.wall, length / seconds), Math.max(best.core, length / busy));
      OUT.printf(
          Locale.ROOT,
          "  %d×%d%s: %.2f s, %.2f s of a core, %d keyframes, %.1f × real time, %.1f × a core%n",
          decoded.info().width(),
          decoded.info().height(),
          film.trusted() ? " fast" : "",
          seconds,
          busy,
          decoded.frames().size(),
          length / seconds,
          length / busy);
    }
    return best;
  }

  /** Processor time of the worker processes. */
  private static double processorSeconds() {
    return ProcessHandle.current()
            .descendants()
            .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e9;
  }

  private static void classified(byte[] film) {
    try (RescanEngine engine =
        RescanEngine.start(new EngineOptions(Origin.LOCAL, false, Duration.ofMinutes(10)))) {
      ResolvedPolicy policy =
          Scans.withStages(
              Scans.policy(2),
              new StageSpec("media.decode", null, true),
              new StageSpec("image.nsfw", null, true),
              new StageSpec("image.objects", null, true));
      double best = 0;
      for (int i = 0; i < 3; i++) {
        ScanRequest text = Scans.text("", "en", policy);
        ScanRequest request =
            new ScanRequest(
                text.itemId(),
                "",
                "en",
                text.region(),
                text.surface(),
                text.author(),
                List.of(),
                List.of(Sources.of("video/mp4", film)),
                List.of(),
                0,
                policy,
                Duration.ofMinutes(10));
        long begun = System.nanoTime();
        ScanResult result = engine.scan(request);
        double seconds = (System.nanoTime() - begun) / 1e9;
        best = Math.max(best, SECONDS / seconds);
        OUT.printf(
            Locale.ROOT,
            "  every keyframe classified: %.2f s for %d, %.1f × real time%n",
            seconds,
            result.media().getFirst().info().keyframes().size(),
            SECONDS / seconds);
      }
      figure("video.scan.classified", best, "times-real-time");
    }
  }

  private static void replacement() throws Exception {
    OUT.println(
        "deaths in the middle of a file, the longest time until the next file was answered");
    figure("worker.replaced", replaced(true), "ms");
    figure("worker.replaced.without-a-spare", replaced(false), "ms");
  }

  /**
   * From the death of a worker in the middle of a file to the answer for the next file.
   *
   * @param warm whether the spare has time to start before, as it has but for the first moment
   */
  private static double replaced(boolean warm) throws Exception {
    byte[] picture = Painting.file(Painting.scene(1, 64, 48), "png");
    double worst = 0;
    try (MediaWorker worker = worker();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 5; i++) {
        worker.decode(Sources.of("image/png", picture));
        Sources.Stalling stalling = Sources.stalling("image/png", picture);
        Callable<DecodedMedia> scan = () -> worker.decode(stalling);
        Future<DecodedMedia> scanning = other.submit(scan);
        stalling.awaitRead();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (warm && worker.processIds().size() < 2 && System.nanoTime() < until) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        killBusiest(worker.processIds());
        stalling.release();
        scanning.get(60, TimeUnit.SECONDS);
        long begun = System.nanoTime();
        DecodedMedia decoded = worker.decode(Sources.of("image/png", picture));
        worst = Math.max(worst, (System.nanoTime() - begun) / 1e6);
        if (decoded.info().problem() != null) {
          throw new IOException("after a death: " + decoded.info().problem());
        }
      }
    }
    return worst;
  }

  private static void killBusiest(List<Long> workers) {
    workers.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
        .max(Comparator.comparing(each -> each.info().totalCpuDuration().orElse(Duration.ZERO)))
        .ifPresent(ProcessHandle::destroyForcibly);
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
