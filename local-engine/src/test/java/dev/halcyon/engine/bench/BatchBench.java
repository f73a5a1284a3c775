package dev.halcyon.engine.bench;

import dev.halcyon.engine.batch.BatchLimits;
import dev.halcyon.engine.batch.BatchReply;
import dev.halcyon.engine.batch.MicroBatcher;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.testing.Painting;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Measures whether batches pay for the picture models on this machine: frames a second at each size
 * of batch, and of many scans at once with and without the batcher between them and the model; and
 * what the batcher itself costs a question.
 */
public final class BatchBench {
  private static final PrintStream OUT = System.out;
  private static final int[] SIZES = {1, 2, 4, 8, 16, 32};
  private static final int ROUNDS = 5;
  private static final int FRAMES = 32;
  private static final int SCANS = 4;

  private BatchBench() {}

  /** Runs the measurements; takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    OUT.printf(
        "machine: %d processors, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    try (PictureModels models = PictureModels.shipped()) {
      model("nsfw", frames(224), models.nsfw()::score);
      model("objects", frames(300), models.objects()::find);
    }
    overhead();
  }

  private static List<byte[]> frames(int side) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      byte[] rgb = new byte[side * side * 3];
      Painting.copy(Painting.scene(i, side, side), rgb);
      frames.add(rgb);
    }
    return frames;
  }

  private static void model(String name, List<byte[]> frames, Consumer<List<byte[]>> run)
      throws Exception {
    double[] best = new double[SIZES.length];
    // Sizes take turns, so that a neighbour's load does not favour one of them.
    for (int round = 0; round < ROUNDS; round++) {
      for (int s = 0; s < SIZES.length; s++) {
        long begun = System.nanoTime();
        for (int from = 0; from < FRAMES; from += SIZES[s]) {
          run.accept(frames.subList(from, from + SIZES[s]));
        }
        best[s] = Math.max(best[s], FRAMES / ((System.nanoTime() - begun) / 1e9));
      }
    }
    for (int s = 0; s < SIZES.length; s++) {
      figure("batch." + name + ".of-" + SIZES[s], best[s], "frames/s");
      if (s > 0) {
        figure("batch." + name + ".of-" + SIZES[s] + ".gain", best[s] / best[0], "x one by one");
      }
    }
    double direct = 0;
    double shared = 0;
    for (int round = 0; round < 3; round++) {
      direct = Math.max(direct, scans(frames, frame -> run.accept(List.of(frame))));
      try (MicroBatcher<byte[], Boolean> batcher =
          new MicroBatcher<>(
              name,
              BatchLimits.STANDARD,
              some -> {
                run.accept(some);
                return some.stream().map(each -> true).toList();
              })) {
        shared =
            Math.max(
                shared,
                scans(
                    frames,
                    frame -> {
                      try {
                        batcher.ask(frame, Duration.ofMinutes(1)).orThrow();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
      }
    }
    figure("batch." + name + ".scans.direct", direct, "pictures/s by " + SCANS + " scans");
    figure("batch." + name + ".scans.batched", shared, "pictures/s by " + SCANS + " scans");
    figure("batch." + name + ".scans.gain", shared / direct, "x direct");
  }

  /** Pictures a second of scans that each look at one picture after another. */
  private static double scans(List<byte[]> frames, Consumer<byte[]> look) throws Exception {
    long begun = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(SCANS)) {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < SCANS; i++) {
        List<byte[]> own = frames.subList(i * FRAMES / SCANS, (i + 1) * FRAMES / SCANS);
        all.add(
            () -> {
              own.forEach(look);
              return true;
            });
      }
      for (Future<Boolean> each : pool.invokeAll(all)) {
        each.get();
      }
    }
    return FRAMES / ((System.nanoTime() - begun) / 1e9);
  }

  /** Microseconds that full batches of a model that takes no time cost a question. */
  private static void overhead() throws Exception {
    List<Integer> questions = new ArrayList<>();
    for (int i = 0; i < 32_000; i++) {
      questions.add(i);
    }
    try (MicroBatcher<Integer, Integer> batcher =
        new MicroBatcher<>("nothing", BatchLimits.STANDARD, some -> some)) {
      double best = Double.MAX_VALUE;
      for (int round = 0; round < 20; round++) {
        long begun = System.nanoTime();
        for (BatchReply<Integer> reply : batcher.askAll(questions, Duration.ofMinutes(1))) {
          reply.orThrow();
        }
        best = Math.min(best, (System.nanoTime() - begun) / 1000.0 / questions.size());
      }
      figure("batch.overhead", best, "us/question");
    }
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
  }
}
