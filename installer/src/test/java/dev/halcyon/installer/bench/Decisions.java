package dev.halcyon.installer.bench;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.OpenCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Decides case after case by key and measures how the next one comes. For one thread. */
final class Decisions {
  private static final long PATIENCE_SECONDS = 20;
  private static final int SLOWEST = 8;

  private final long pace;
  private final int warmUp;
  private final List<Double> cold = new ArrayList<>();
  private final List<Double> work = new ArrayList<>();
  private final List<Double> worst = new ArrayList<>();
  private final Map<String, Double> slowest = new HashMap<>();
  private int count;
  // A new window begins with nodes that no case has styled yet.
  private int inWindow;
  private int bySecondPulse;
  private int shownBeforeLoaded;
  private int ranDry;

  /**
   * @param pace least ms between two decisions
   * @param warmUp how many of them come before those that count
   */
  Decisions(long pace, int warmUp) {
    this.pace = pace;
    this.warmUp = warmUp;
  }

  int count() {
    return count;
  }

  /** Decides until enough are made or nothing is left. */
  void make(DeskWindow window, int wanted) {
    window.desk().openNext();
    inWindow = 0;
    while (count < wanted) {
      long begun = System.nanoTime();
      Optional<LoadedCase> actable = awaitActable(window);
      if (actable.isEmpty()) {
        return;
      }
      long rest = pace * 1_000_000 - (System.nanoTime() - begun);
      if (rest > 0) {
        pause(rest);
      }
      decide(window, actable.get());
    }
  }

  /** The open case once it can be decided; empty when no case came for long. */
  private static Optional<LoadedCase> awaitActable(DeskWindow window) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      Optional<OpenCase> open = window.desk().current();
      boolean ready =
          open.isPresent()
              && DeskWindow.onFx(
                  () ->
                      window.shown().equals(open.map(each -> each.loaded().id()))
                          && window.canDecide());
      if (ready) {
        return open.map(OpenCase::loaded);
      }
      if (open.isEmpty() && window.desk().upNext().isEmpty() && isClear(window)) {
        return Optional.empty();
      }
      pause(TimeUnit.MILLISECONDS.toNanos(4));
    }
    if (window.desk().current().isEmpty() && window.desk().upNext().isEmpty()) {
      return Optional.empty(); // what is left is for others, so the queue is never clear
    }
    throw new IllegalStateException(
        "no case could be decided for "
            + PATIENCE_SECONDS
            + " s: open "
            + window.desk().current().map(each -> each.loaded().id())
            + ", on screen "
            + DeskWindow.onFx(window::shown)
            + ", up next "
            + window.desk().upNext().size());
  }

  private static boolean isClear(DeskWindow window) {
    return DeskWindow.onFx(() -> window.says(DeskWindow.WORDS.say("review.clear")));
  }

  private void decide(DeskWindow window, LoadedCase present) {
    boolean loadedAhead =
        window.desk().upNext().stream()
            .anyMatch(each -> each.takenBy() == null && !each.id().equals(present.id()));
    CompletableFuture<Watch.Seen> seen = new CompletableFuture<>();
    DeskWindow.onFx(
        () -> {
          new Watch(window, present.id(), loadedAhead, seen).decide();
          return true;
        });
    Watch.Seen what = await(seen);
    count++;
    inWindow++;
    shownBeforeLoaded += what.early() ? 1 : 0;
    if (!loadedAhead) {
      ranDry++;
      return;
    }
    if (count <= warmUp) {
      cold.add(what.fxMillis());
      return;
    }
    work.add(what.fxMillis());
    slowest.merge(
        "decision " + inWindow + " of its window, then " + window.describe(),
        what.fxMillis(),
        Math::max);
    worst.add(what.worstFrame());
    bySecondPulse += what.pulses() <= 2 ? 1 : 0;
  }

  private static Watch.Seen await(CompletableFuture<Watch.Seen> seen) {
    try {
      return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "neither the next case nor the word that there is none stood there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause(long nanos) {
    try {
      new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Prints the figures, and what was shown where it took longest; the exit code. */
  int report() {
    slowest.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(SLOWEST)
        .forEach(
            each ->
                System.out.printf(Locale.ROOT, "%.1f ms: %s%n", each.getValue(), each.getKey()));
    if (!cold.isEmpty()) {
      cold.sort(Double::compare);
      figure("next-case.warming-up-p99", at(cold, 0.99), "ms");
    }
    work.sort(Double::compare);
    worst.sort(Double::compare);
    figure("next-case.p50", at(work, 0.50), "ms");
    figure("next-case.p99", at(work, 0.99), "ms");
    figure("next-case.max", work.getLast(), "ms");
    figure("next-case.second-pulse", 100.0 * bySecondPulse / work.size(), "%");
    figure("next-case.decisions", work.size(), "");
    figure("next-case.shown-before-loaded", shownBeforeLoaded, "");
    figure("next-case.ran-dry", ranDry, "");
    figure("next-case.worst-frame", worst.getLast(), "ms");
    return 0;
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
