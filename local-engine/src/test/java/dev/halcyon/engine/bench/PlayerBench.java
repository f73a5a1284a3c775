package dev.halcyon.engine.bench;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RenditionStyle.Effect;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays a film of 720p at 30 fps with the cartoon filter in real time, as the desk does: decoded
 * and filtered in the worker, taken 60 times a second and copied as a screen does. Says how many
 * frames were passed over, how often the film had to wait, what it cost and how much was held.
 */
public final class PlayerBench {
  private static final int FPS = 30;
  private static final int SECONDS = 20;
  private static final long TICK = 16_666_667;
  private static final RenditionStyle CARTOON = RenditionStyle.of(Effect.CARTOON, 0.5);

  private PlayerBench() {}

  /** Runs the measurements. */
  public static void main(String[] args) throws Exception {
    System.out.printf(
        "machine: %d processors, Java %s; %d s of H.264, 1280×720 at %d fps, cartoon at 640 px%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        SECONDS,
        FPS);
    try (Scratch scratch = Scratch.make();
        RescanEngine engine = RescanEngine.start(EngineOptions.forWorkbench())) {
      MediaSource film = Sources.of("video/mp4", film(scratch.folder()));
      drain(engine, film);
      double used = processorSeconds();
      flatOut(engine, film);
      double cost = (processorSeconds() - used) / SECONDS;
      figure("player.cores", cost, "processor seconds a second of film");
      real(engine, film);
    }
  }

  private static byte[] film(Path folder) throws IOException {
    int width = 1280;
    int height = 720;
    byte[][] scenes = new byte[4][width * 2 * height * 3];
    for (int i = 0; i < scenes.length; i++) {
      Painting.copy(Painting.scene(i, width * 2, height), scenes[i]);
    }
    return Clip.of(width, height, FPS)
        .bytes(
            folder,
            ".mp4",
            SECONDS * FPS,
            (i, rgb) -> {
              byte[] scene = scenes[i / (5 * FPS) % scenes.length];
              for (int y = 0; y < height; y++) {
                int from = (y * width * 2 + i * 2 % width) * 3;
                System.arraycopy(scene, from, rgb, y * width * 3, width * 3);
              }
            });
  }

  /** Once before, so that the worker's code is compiled. */
  private static void drain(RescanEngine engine, MediaSource film) {
    flatOut(engine, film);
  }

  private static void flatOut(RescanEngine engine, MediaSource film) {
    long begun = System.nanoTime();
    int count = 0;
    try (FilmFrames frames = engine.play(film, 0, 0, CARTOON)) {
      while (!frames.isOver()) {
        if (frames.next().isPresent()) {
          count++;
        } else {
          LockSupport.parkNanos(200_000);
        }
      }
    }
    double rate = count / ((System.nanoTime() - begun) / 1e9);
    figure("player.rate", rate, "frames a second as fast as it can");
  }

  private static void real(RescanEngine engine, MediaSource film) {
    int[] screen = new int[640 * 360];
    int shown = 0;
    int dropped = 0;
    int waits = 0;
    long most = 0;
    try (FilmFrames frames = engine.play(film, 0, 0, CARTOON)) {
      while (frames.waiting() < FilmFrames.AHEAD / 2) {
        LockSupport.parkNanos(TICK);
      }
      long base = System.nanoTime();
      double position = 0;
      long tick = base;
      while (!frames.isOver()) {
        tick += TICK;
        LockSupport.parkNanos(tick - System.nanoTime());
        double due = (System.nanoTime() - base) / 1e9;
        int taken = 0;
        most = Math.max(most, frames.waiting() * 4L * screen.length);
        for (Optional<FilmFrames.Frame> next = frames.nextBy(due);
            next.isPresent();
            next = frames.nextBy(due)) {
          System.arraycopy(next.get().argb(), 0, screen, 0, screen.length);
          position = next.get().atSeconds();
          taken++;
        }
        shown += taken > 0 ? 1 : 0;
        dropped += Math.max(0, taken - 1);
        if (taken == 0 && frames.waiting() == 0 && !frames.isOver() && due > position + 2.0 / FPS) {
          waits++;
          base += (long) ((due - position - 1.0 / FPS) * 1e9);
        }
      }
    }
    figure("player.shown", shown, "frames of " + SECONDS * FPS);
    figure("player.dropped", dropped, "frames passed over because two were due at once");
    figure("player.waits", waits, "times the film waited for the worker");
    figure("player.ahead", most / 1e6, "MB of frames made ahead at most");
  }

  private static double processorSeconds() {
    Duration all =
        ProcessHandle.current()
            .descendants()
            .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
            .reduce(
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                Duration::plus);
    return all.toMillis() / 1e3;
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
  }
}
