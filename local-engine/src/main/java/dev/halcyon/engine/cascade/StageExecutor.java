package dev.halcyon.engine.cascade;

import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one stage with a time limit. Stages that only compute share as many platform threads as
 * there are cores; those that mostly wait, for the worker or for a shared model, get a thread each.
 * Safe for any thread.
 */
final class StageExecutor implements AutoCloseable {
  /** Why a stage was not asked though there was time left. */
  static final String TOO_BUSY = "the engine is too busy to answer before the deadline";

  private static final Logger LOG = LoggerFactory.getLogger(StageExecutor.class);

  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final BlockingQueue<Runnable> queued = new LinkedBlockingQueue<>();
  private final Backlog backlog = new Backlog(THREADS);
  private final ExecutorService compute =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          queued,
          Thread.ofPlatform().daemon().name("scan-", 0).factory());

  /** Not virtual: a model at work holds its carrier, and a film's frames take a while. */
  private final ExecutorService waiting =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("scan-media-", 0).factory());

  /**
   * What came of asking a stage.
   *
   * @param outcome null when the stage did not answer
   * @param note why, or the empty string
   */
  record Answer(AssessmentStatus status, @Nullable StageOutcome outcome, String note) {}

  Answer ask(Stage stage, ScanContext context, Duration limit) {
    if (!limit.isPositive()) {
      return new Answer(AssessmentStatus.TIMED_OUT, null, "the deadline passed before it began");
    }
    boolean computes = !stage.waits();
    if (computes && isTooBusyFor(limit)) {
      return new Answer(AssessmentStatus.TIMED_OUT, null, TOO_BUSY);
    }
    Future<StageOutcome> task;
    try {
      task =
          computes
              ? compute.submit(() -> timed(stage, context))
              : waiting.submit(() -> stage.assess(context));
    } catch (RejectedExecutionException e) {
      return new Answer(AssessmentStatus.FAILED, null, "the engine is closed");
    }
    try {
      StageOutcome outcome = task.get(limit.toMillis() + 1, TimeUnit.MILLISECONDS);
      return new Answer(outcome.status(), outcome, outcome.note());
    } catch (TimeoutException e) {
      task.cancel(true);
      return new Answer(AssessmentStatus.TIMED_OUT, null, "the deadline passed");
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer(AssessmentStatus.TIMED_OUT, null, "the scan was cancelled");
    } catch (ExecutionException e) {
      return failed(stage, e.getCause());
    }
  }

  /** Asks a stage on the caller's own thread, which waits for nobody. */
  static Answer here(Stage stage, ScanContext context) {
    try {
      StageOutcome outcome = stage.assess(context);
      return new Answer(outcome.status(), outcome, outcome.note());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(AssessmentStatus.TIMED_OUT, null, "the scan was cancelled");
    } catch (RuntimeException e) {
      return failed(stage, e);
    }
  }

  /**
   * Whether what is queued over text already takes longer than this. Who would be late is told so
   * at once: to wait for nothing would cost the others the time in which they could be judged.
   */
  boolean isTooBusyFor(Duration limit) {
    return Duration.ofNanos(backlog.wait(queued.size())).compareTo(limit) > 0;
  }

  private StageOutcome timed(Stage stage, ScanContext context) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      return stage.assess(context);
    } finally {
      backlog.took(System.nanoTime() - begun);
    }
  }

  private static Answer failed(Stage stage, @Nullable Throwable cause) {
    if (cause instanceof InterruptedException) {
      return new Answer(AssessmentStatus.TIMED_OUT, null, "the deadline passed");
    }
    if (cause instanceof UserProblem problem) {
      return new Answer(
          AssessmentStatus.FAILED, null, problem.code() + ": " + problem.getMessage());
    }
    // The message of an unexpected failure may quote content, so only its kind is kept.
    String kind = cause == null ? "unknown" : cause.getClass().getName();
    StackTraceElement[] trace = cause == null ? new StackTraceElement[0] : cause.getStackTrace();
    LOG.error("stage {} failed: {} at {}", stage.name(), kind, trace.length == 0 ? "?" : trace[0]);
    return new Answer(AssessmentStatus.FAILED, null, "unexpected failure: " + kind);
  }

  @Override
  public void close() {
    compute.shutdownNow();
    waiting.shutdownNow();
  }
}
