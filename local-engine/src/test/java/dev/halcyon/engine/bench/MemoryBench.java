package dev.halcyon.engine.bench;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.HugeFilm;
import dev.halcyon.engine.testing.LargeFiles;
import dev.halcyon.engine.testing.Memory;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures memory: what the engine's own process holds with every shipped model loaded and in use,
 * what a worker holds at most, whether either grows over thousands of items, and what a film of two
 * gigabytes does. Resident sets as Linux states them, so it runs there alone.
 */
public final class MemoryBench {
  private static final PrintStream OUT = System.out;
  private static final long HOLE = 2L << 30;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final RescanEngine engine =
      RescanEngine.start(new EngineOptions(Origin.LOCAL, false, LONG));
  private final ResolvedPolicy policy = everything();
  private double worker;

  private MemoryBench() {}

  /**
   * Runs the measurements in a process of its own, with the memory that the launcher gives the
   * engine.
   *
   * @param args items (default 10000), or {@code large}: only the largest pictures and films
   */
  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    if (arguments.isEmpty() || !arguments.getFirst().equals("--here")) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xms64m",
                  "-Xmx2g",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  MemoryBench.class.getName(),
                  "--here"));
      command.addAll(arguments);
      System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
    if (arguments.contains("large")) {
      largeFiles();
      return;
    }
    int items = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : 10_000;
    MemoryBench bench = new MemoryBench();
    try {
      bench.models();
      bench.items(items);
      bench.hugeFilms();
      largeFiles();
    } finally {
      bench.engine.close();
    }
  }

  /** The newest policy with every stage there is. */
  private static ResolvedPolicy everything() {
    ResolvedPolicy shipped = Scans.policy(2);
    List<StageSpec> stages = new ArrayList<>(shipped.stages());
    if (stages.stream().noneMatch(each -> each.stage().equals("image.ocr"))) {
      stages.add(new StageSpec("image.ocr", null, false));
    }
    return Scans.withStages(shipped, stages.toArray(StageSpec[]::new));
  }

  private ScanResult scan(String text, MediaSource... media) throws IOException {
    ScanRequest plain = Scans.text(text, "en", policy);
    ScanResult result =
        engine.scan(
            new ScanRequest(
                plain.itemId(),
                text,
                "en",
                plain.region(),
                plain.surface(),
                plain.author(),
                List.of(),
                List.of(media),
                List.of(),
                0,
                policy,
                LONG));
    worker = Math.max(worker, Memory.mostOfChildren());
    return result;
  }

  private void models() throws Exception {
    OUT.printf(Locale.ROOT, "  a bare process: %.0f MB%n", Memory.resident("self", "VmRSS"));
    scan("hello");
    say("text models in use");
    scan("", Sources.of("image/jpeg", Assets.bytes("sample/media/photo-cat.jpg")));
    say("picture and text-in-picture models in use");
    scan("", Sources.of("audio/flac", Sounds.sentence(3)));
    say("sound models in use");
    engine.models();
    say("all loaded");
    figure("memory.host.models", Memory.resident("self", "VmRSS"), "MB");
  }

  private void say(String what) throws IOException {
    OUT.printf(
        Locale.ROOT,
        "  %s: %.0f MB, of which heap %.0f MB%n",
        what,
        Memory.resident("self", "VmRSS"),
        (Runtime.getRuntime().totalMemory()) / 1e6);
  }

  private void items(int count) throws Exception {
    byte[][] pictures = new byte[5][];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = Painting.file(Painting.scene(i, 1200, 900), "jpg");
    }
    byte[] film = Assets.bytes("sample/media/harbour-walk.mp4");
    double first = 0;
    for (int i = 0; i < count; i++) {
      if (i % 500 == 250) {
        scan("", Sources.of("audio/flac", Sounds.sentence(i / 500 % 30)));
      } else if (i % 400 == 200) {
        scan("", Sources.of("video/mp4", film));
      } else if (i % 10 == 5) {
        scan("look", Sources.of("image/jpeg", pictures[i / 10 % pictures.length]));
      } else {
        scan(
            "item "
                + i
                + ": the harbour was calm, and nobody was there "
                + "again ".repeat(i % 40));
      }
      if (i == count / 5) {
        first = Memory.resident("self", "VmRSS");
      }
      if (i % Math.max(1, count / 10) == 0) {
        say("after " + i + " items");
      }
    }
    double last = Memory.resident("self", "VmRSS");
    figure("memory.host.items", last, "MB");
    figure("memory.host.most", Memory.resident("self", "VmHWM"), "MB");
    figure("memory.host.growth-after-a-fifth", 100 * (last / first - 1), "%");
    figure("memory.worker.most", worker, "MB");
  }

  private void hugeFilms() throws Exception {
    byte[] scene = new byte[640 * 360 * 3];
    Painting.copy(Painting.scene(1, 640, 360), scene);
    Clip.Painter painter = (i, rgb) -> System.arraycopy(scene, 0, rgb, 0, rgb.length);
    byte[] mp4;
    byte[] stream;
    try (Scratch scratch = Scratch.make()) {
      mp4 = Clip.of(640, 360, 25).bytes(scratch.folder(), ".mp4", 100, painter);
      stream = Clip.of(640, 360, 25).bytes(scratch.folder(), ".ts", 100, painter);
    }
    double before = Memory.resident("self", "VmRSS");
    worker = 0;
    try (MediaWorker large = new MediaWorker(false, MediaLimits.standard(LONG))) {
      for (HugeFilm film :
          List.of(HugeFilm.mp4(mp4, HOLE), HugeFilm.transportStream(stream, HOLE))) {
        long begun = System.nanoTime();
        var decoded = large.decode(film);
        worker = Math.max(worker, Memory.mostOfChildren());
        OUT.printf(
            Locale.ROOT,
            "  %s of %.1f GB: %d keyframes, problem %s, %.1f s, a worker's most so far %.0f MB%n",
            film.declaredType(),
            film.size() / 1e9,
            decoded.frames().size(),
            decoded.info().problem(),
            (System.nanoTime() - begun) / 1e9,
            worker);
      }
    }
    figure("memory.huge.host-growth", Memory.resident("self", "VmRSS") - before, "MB");
    figure("memory.huge.worker-most", worker, "MB");
  }

  /** Pictures of 100 million pixels and films of 8K, a worker for each. */
  private static void largeFiles() throws Exception {
    Map<String, byte[]> files;
    try (Scratch scratch = Scratch.make()) {
      files = new LinkedHashMap<>(LargeFiles.made(scratch.folder()));
      files.putAll(LargeFiles.tooLarge());
      files.putAll(LargeFiles.byCommand(scratch.folder()));
    }
    double most = 0;
    int refused = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      try (MediaWorker worker = new MediaWorker(false, MediaLimits.standard(LONG))) {
        MediaInfo info = worker.decode(Sources.of("image/png", file.getValue())).info();
        double held = Memory.mostOfChildren();
        most = Math.max(most, held);
        refused += info.problem() == null ? 0 : 1;
        OUT.printf(
            Locale.ROOT,
            "  %-24s %5d×%d: %.0f MB, %s%n",
            file.getKey(),
            info.width(),
            info.height(),
            held,
            info.problem() == null ? "looked at" : info.problem().message());
      }
    }
    figure("memory.worker.large.files", files.size(), "files");
    figure("memory.worker.large.refused-or-in-part", refused, "files");
    figure("memory.worker.large.most", most, "MB");
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.0f %s%n", name, value, unit);
  }
}
