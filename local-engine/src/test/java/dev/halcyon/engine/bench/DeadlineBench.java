package dev.halcyon.engine.bench;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends an engine three times as many items as it can judge, at moments fixed beforehand, and
 * measures from those moments when each was answered: by a verdict, or at the deadline by REVIEW.
 * What was answered by REVIEW alone is judged again afterwards without hurry, as the server does;
 * nothing may be lost.
 */
public final class DeadlineBench {
  private static final PrintStream OUT = System.out;
  private static final Duration DEADLINE = Duration.ofMillis(200);
  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final int OVERLOAD = 3;
  private static final int SECONDS = 10;

  /** Those who warm up, and who finish what was put off. */
  private static final int CALLERS = 16;

  private static final int STEP_SECONDS = 3;

  private static final int TEXTS = 2_000;

  private final RescanEngine engine;
  private final AtomicInteger cleared = new AtomicInteger();
  private final List<String> texts;
  private final ResolvedPolicy policy = Scans.policy(2);

  private DeadlineBench(RescanEngine engine, int mostWords) {
    this.engine = engine;
    this.texts = texts(mostWords);
  }

  /** Runs the measurement; takes the words of the longest post, 400 if none are named. */
  public static void main(String[] arguments) throws Exception {
    OUT.printf(
        "machine: %d processors, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    int mostWords = arguments.length == 0 ? 400 : Math.max(6, Integer.parseInt(arguments[0]));
    OUT.println("posts of 5 to " + mostWords + " words");
    try (RescanEngine engine = RescanEngine.start(EngineOptions.forServer())) {
      DeadlineBench bench = new DeadlineBench(engine, mostWords);
      bench.warmUp(Duration.ofSeconds(8));
      double capacity = bench.capacity();
      figure("deadline.capacity", capacity, "items/s");
      bench.overload(capacity * OVERLOAD);
    }
  }

  private ScanRequest request(int number, Duration deadline) {
    return Scans.within(deadline, Scans.text(texts.get(number % TEXTS), "en", policy));
  }

  private void warmUp(Duration time) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    long end = System.nanoTime() + time.toNanos();
    together(
        () -> {
          while (System.nanoTime() < end) {
            engine.scan(request(asked.getAndIncrement(), PATIENT));
          }
        });
  }

  /** The most items a second that are judged in time, at whatever rate they come. */
  private double capacity() {
    double best = 0;
    double judged = 0;
    for (double perSecond = 50; judged >= best * 0.9; perSecond *= 1.5) {
      best = Math.max(best, judged);
      int items = (int) (perSecond * STEP_SECONDS);
      judged = (items - sent(perSecond, items, new long[items]).size()) / (double) STEP_SECONDS;
      OUT.printf(Locale.ROOT, "  %.0f a second: %.0f judged in time%n", perSecond, judged);
    }
    return best;
  }

  /**
   * Sends items at fixed moments.
   *
   * @param micros is filled with when each was answered, from when it should have come
   * @return those that were answered without having been judged wholly
   */
  private Queue<Integer> sent(double perSecond, int items, long[] micros) {
    Queue<Integer> later = new ConcurrentLinkedQueue<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
      for (int i = 0; i < items; i++) {
        int number = i;
        long due = begin + (long) (i / perSecond * 1e9);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        callers.execute(
            () -> {
              long spent = System.nanoTime() - due;
              ScanResult result = engine.scan(request(number, DEADLINE.minusNanos(spent)));
              micros[number] = (System.nanoTime() - due) / 1000;
              if (!result.complete()) {
                later.add(number);
                cleared.addAndGet(result.verdict() == Verdict.ALLOW ? 1 : 0);
              }
            });
      }
    }
    return later;
  }

  private void overload(double perSecond) throws Exception {
    int items = (int) (perSecond * SECONDS);
    long[] micros = new long[items];
    OUT.printf(
        Locale.ROOT,
        "%d items at %.0f a second, deadline %d ms%n",
        items,
        perSecond,
        DEADLINE.toMillis());
    Queue<Integer> later = sent(perSecond, items, micros);
    long unanswered = Arrays.stream(micros).filter(each -> each == 0).count();
    Arrays.sort(micros);
    double p99 = micros[(int) (items * 0.99)] / 1000.0;
    figure("deadline.p50", micros[items / 2] / 1000.0, "ms");
    figure("deadline.p99", p99, "ms");
    figure("deadline.p99-over-deadline", p99 - DEADLINE.toMillis(), "ms");
    figure("deadline.worst", micros[items - 1] / 1000.0, "ms");
    figure("deadline.judged-in-time", 100.0 * (items - later.size()) / items, "%");
    figure("deadline.unanswered", unanswered, "items");
    figure("deadline.cleared-without-a-verdict", cleared.get(), "items");
    finish(later);
  }

  /** Judges what was put off. */
  private void finish(Queue<Integer> later) throws Exception {
    int put = later.size();
    AtomicInteger finished = new AtomicInteger();
    together(
        () -> {
          Integer number = later.poll();
          while (number != null) {
            finished.addAndGet(engine.scan(request(number, PATIENT)).complete() ? 1 : 0);
            number = later.poll();
          }
        });
    figure("deadline.finished-later", finished.get(), "of " + put + " items");
    figure("deadline.lost", put - finished.get(), "items");
  }

  private static void together(Runnable work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        all.add(pool.submit(work));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  /** Posts of 5 to so many common words. */
  private static List<String> texts(int mostWords) {
    String[] words =
        ("the of and to in is you that it he was for on are as with his they at be this have from"
             + " or one had by word but not what all were we when your can said there use an each"
             + " which she do how their if will up other about out many then them these so some her"
             + " would make like him into time has look two more write go see number no way could")
            .split(" ");
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 5 + random.nextInt(mostWords - 4); n > 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(n % 12 == 0 ? ". " : " ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
