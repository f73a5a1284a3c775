package dev.halcyon.engine.testing;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.video.Care;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Thousands of damaged files and random texts through the engine: whatever is in them, each is
 * answered, and nothing stays behind. The same number gives the same storm.
 */
public final class Storm {
  private static final Duration WALL = Duration.ofSeconds(20);
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

  /** The deep tier takes some twenty milliseconds a text: so many of them go through it. */
  private static final int DEEP = 50;

  private final ResolvedPolicy all = Scans.policy(2);
  private final ResolvedPolicy quick =
      Scans.withStages(
          all,
          all.stages().stream()
              .filter(each -> !each.stage().equals("text.deep"))
              .toArray(StageSpec[]::new));
  private final List<byte[]> seeds;
  private final long seed;
  private final Map<String, Integer> answers = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  public Storm(List<byte[]> seeds, long seed) {
    this.seeds = seeds;
    this.seed = seed;
  }

  /** How often each answer was given: a problem's code, or READY. */
  public synchronized Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  /** What must never happen, with the number of the file or text that made it happen. */
  public synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  private synchronized void answered(String what) {
    answers.merge(what, 1, Integer::sum);
  }

  private synchronized void failed(String what) {
    failures.add(what);
  }

  /** Sends damaged files through every way into the worker. */
  public void files(MediaWorker worker, int count) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Callable<Boolean> work =
            () -> {
              int number;
              while ((number = next.getAndIncrement()) < count) {
                file(worker, number);
              }
              return true;
            };
        all.add(threads.submit(work));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void file(MediaWorker worker, int number) throws InterruptedException {
    Random random = new Random(seed + number * 1_000_003L);
    byte[] file = damaged(random);
    MediaSource source = Sources.of("video/mp4", file);
    int way = random.nextInt(20);
    try {
      if (way < 12) {
        MediaInfo info = worker.decode(source).info();
        Problem problem = info.problem();
        if (info.state() != MediaState.READY && problem == null) {
          failed("file " + number + ": failed without a problem");
        }
        answered(problem == null ? "READY" : problem.code());
      } else if (way < 14) {
        worker.picture(source, random.nextInt(3), RenditionStyle.DEFAULT);
        answered("READY");
      } else if (way < 15) {
        worker.frame(source, random.nextInt(20), RenditionStyle.DEFAULT);
        answered("READY");
      } else if (way < 16) {
        worker.fingerprint(source, 0);
        answered("READY");
      } else if (way < 19) {
        worker.listen(source, block -> {}, WALL);
        answered("READY");
      } else {
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        worker.watch(Sources.live(in), Care.EVERY_FRAME, (index, at, cut, same, frame) -> {});
        answered("READY");
      }
    } catch (UserProblem e) {
      answered(e.code());
      if (e.getMessage().isBlank() || e.remedy().isBlank()) {
        failed("file " + number + ": a problem without words");
      }
    } catch (RuntimeException e) {
      failed("file " + number + " (way " + way + "): " + e);
    }
  }

  private byte[] damaged(Random random) {
    byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
    int wounds = 1 + random.nextInt(4);
    for (int i = 0; i < wounds && file.length > 0; i++) {
      file = wound(file, random);
    }
    return file;
  }

  private byte[] wound(byte[] file, Random random) {
    // Headers are where parsers go astray, so half the damage falls there.
    int reach = Math.max(1, random.nextBoolean() ? Math.min(400, file.length) : file.length);
    int at = random.nextInt(reach);
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(file, random.nextInt(file.length + 1));
      }
      case 1 -> {
        int length = Math.min(4, file.length - at);
        Arrays.fill(file, at, at + length, (byte) (random.nextBoolean() ? 0xff : 0));
      }
      case 2 -> {
        int length = Math.min(random.nextInt(2000), file.length - at);
        byte[] out = new byte[file.length - length];
        System.arraycopy(file, 0, out, 0, at);
        System.arraycopy(file, at + length, out, at, out.length - at);
        return out;
      }
      case 3 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        int length = Math.min(other.length - from, file.length - at);
        System.arraycopy(other, from, file, at, length);
      }
      case 4 -> {
        int length = Math.min(random.nextInt(3000), file.length - at);
        byte[] out = Arrays.copyOf(file, file.length + length);
        System.arraycopy(file, at, out, at + length, file.length - at);
        return out;
      }
      default -> {
        int flips = 1 + random.nextInt(20);
        for (int i = 0; i < flips; i++) {
          file[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
      }
    }
    return file;
  }

  /** Sends random texts through the text stages. */
  public void texts(RescanEngine engine, int count) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Callable<Boolean> work =
            () -> {
              int number;
              while ((number = next.getAndIncrement()) < count) {
                text(engine, number);
              }
              return true;
            };
        all.add(threads.submit(work));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void text(RescanEngine engine, int number) {
    Random random = new Random(seed - number * 1_000_033L);
    ResolvedPolicy policy = number % DEEP == 0 ? all : quick;
    try {
      ScanResult result =
          engine.scan(Scans.text(text(random), random.nextBoolean() ? "en" : null, policy));
      for (Assessment each : result.assessments()) {
        if (each.status() == AssessmentStatus.FAILED) {
          failed("text " + number + ": " + each.stage() + " failed: " + each.note());
        }
      }
      answered("text " + result.verdict());
    } catch (RuntimeException e) {
      failed("text " + number + ": " + e);
    }
  }

  /** Letters, marks, lone surrogates, controls, whole planes and long runs of one thing. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(30);
    for (int i = 0; i < pieces; i++) {
      int length = 1 + random.nextInt(random.nextInt(50) == 0 ? 2000 : 8);
      int kind = random.nextInt(9);
      int one = random.nextInt(0x110000);
      for (int k = 0; k < length; k++) {
        switch (kind) {
          case 0, 1, 2 -> text.append((char) ('a' + random.nextInt(26)));
          case 3 -> text.append((char) random.nextInt(0x80));
          case 4 -> text.append((char) random.nextInt(0x10000));
          case 5 -> text.append((char) (0xd800 + random.nextInt(0x800)));
          case 6 -> text.appendCodePoint(random.nextInt(0x110000));
          case 7 -> text.appendCodePoint(one);
          default -> text.append("\u200d\u0301\u202e\ufe0f@.:/#1%".charAt(random.nextInt(11)));
        }
      }
      text.append(' ');
    }
    return text.toString();
  }

  /** Open handles of this process; -1 where the system does not say. */
  public static long openHandles() throws IOException {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return -1;
    }
    try (Stream<Path> all = Files.list(handles)) {
      return all.count();
    }
  }

  /** Waits a while for processes that were told to end. */
  public static void awaitChildren() {
    ProcessHandle.current()
        .descendants()
        .forEach(
            each ->
                each.onExit()
                    .completeOnTimeout(each, 5, java.util.concurrent.TimeUnit.SECONDS)
                    .join());
  }

  /** Processes that this one started and that still run. */
  public static long children() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
  }

  /** The limits under which the storm runs: small files, and no patience. */
  public static MediaLimits limits() {
    return MediaLimits.standard(WALL);
  }
}
