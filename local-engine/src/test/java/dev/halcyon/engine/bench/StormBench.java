package dev.halcyon.engine.bench;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.testing.Storm;
import dev.halcyon.engine.testing.StormSeeds;
import dev.halcyon.engine.worker.MediaWorker;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The storm of hostile input: damaged files of every format the engine reads through every way into
 * the worker, and random texts through the text stages. Prints how each was answered and what was
 * left behind.
 */
public final class StormBench {
  private static final PrintStream OUT = System.out;

  private StormBench() {}

  /**
   * Runs the storm.
   *
   * @param args files (default 5000), texts (default 100000), number of the storm (default 1)
   */
  public static void main(String[] args) throws Exception {
    int files = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    int texts = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
    long number = args.length > 2 ? Long.parseLong(args[2]) : 1;
    List<byte[]> seeds;
    try (Scratch scratch = Scratch.make()) {
      seeds = StormSeeds.make(scratch.folder());
    }
    try (MediaWorker once = new MediaWorker(false, Storm.limits())) {
      // What is loaded once for good is no leak.
      once.decode(Sources.of("image/png", seeds.get(1)));
    }
    try (RescanEngine once = RescanEngine.start(EngineOptions.forServer())) {
      once.scan(Scans.text("what is loaded once for good", null, Scans.policy(2)));
    }
    Storm.awaitChildren();
    long handles = Storm.openHandles();
    long begun = System.nanoTime();
    Storm storm = new Storm(seeds, number);
    try (MediaWorker worker = new MediaWorker(false, Storm.limits())) {
      storm.files(worker, files);
    }
    OUT.printf("%d damaged files of %d whole ones%n", files, seeds.size());
    OUT.println("answers: " + storm.answers());
    figure("storm.files", files / seconds(begun), "files/s");
    int deaths = storm.answers().getOrDefault("media.crash", 0);
    figure("storm.worker-deaths", deaths, "workers");
    figure("storm.time-outs", storm.answers().getOrDefault("media.time", 0), "files");
    long textsBegun = System.nanoTime();
    try (RescanEngine engine = RescanEngine.start(EngineOptions.forServer())) {
      storm.texts(engine, texts);
    }
    figure("storm.texts", texts / seconds(textsBegun), "texts/s");
    Storm.awaitChildren();
    storm.failures().stream().limit(20).forEach(each -> OUT.println("  FAILED " + each));
    figure("storm.failures", storm.failures().size(), "failures");
    figure("storm.handles-left", Storm.openHandles() - handles, "handles");
    figure("storm.processes-left", Storm.children(), "processes");
    if (!storm.failures().isEmpty()) {
      System.exit(1);
    }
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.0f %s%n", name, value, unit);
  }
}
