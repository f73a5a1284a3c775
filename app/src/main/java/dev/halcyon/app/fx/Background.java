package dev.halcyon.app.fx;

import dev.halcyon.protocol.UserProblem;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Work that may take time, off the JavaFX thread: {@code background.run(title, work).then(..)
 * .fail(..)}. Results and failures arrive on the JavaFX thread. Safe for any thread.
 *
 * <p>Two lanes: {@code io} for what waits (a virtual thread each, so a slow server never holds up
 * another call) and {@code compute} for what burns a core (bounded, one less than the machine has).
 * Nothing starts before its failure path is given.
 */
public final class Background implements AutoCloseable {
  private final ExecutorService io;
  private final ExecutorService compute;
  private final Executor ui;
  private final BiFunction<String, Throwable, UserProblem> explain;
  private final ObservableList<Job> running = FXCollections.observableArrayList();
  private final ObservableList<Job> runningView = FXCollections.unmodifiableObservableList(running);

  /**
   * @param ui runs what touches the screen, in order: {@link Fx#run}, or at once in tests
   * @param explain turns (title of the work, what was thrown) into words for the person
   */
  public Background(
      ExecutorService io,
      ExecutorService compute,
      Executor ui,
      BiFunction<String, Throwable, UserProblem> explain) {
    this.io = io;
    this.compute = compute;
    this.ui = ui;
    this.explain = explain;
  }

  /** The lanes of the running workbench. */
  public static Background lanes(BiFunction<String, Throwable, UserProblem> explain) {
    int cores = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return new Background(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("io-", 0).factory()),
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("compute-", 0).factory()),
        Fx::run,
        explain);
  }

  /** Prepares work that waits for a network, a disk or another process. */
  public <T> Work<T> run(String title, Callable<T> work) {
    return new Work<>(this, io, title, work);
  }

  /** Prepares work that yields nothing. */
  public Work<Done> run(String title, Step work) {
    return new Work<>(this, io, title, work.asCallable());
  }

  /** Prepares work that keeps a core busy. */
  public <T> Work<T> compute(String title, Callable<T> work) {
    return new Work<>(this, compute, title, work);
  }

  /** What runs now, oldest first, for the one place that shows it; changes on the JavaFX thread. */
  public ObservableList<Job> running() {
    return runningView;
  }

  void started(Job job) {
    ui.execute(
        () -> {
          if (!job.isOver()) {
            running.add(job);
          }
        });
  }

  void finished(Job job, Runnable deliver) {
    ui.execute(
        () -> {
          running.remove(job);
          deliver.run();
        });
  }

  void dropped(Job job) {
    ui.execute(() -> running.remove(job));
  }

  UserProblem explain(String title, Throwable thrown) {
    return thrown instanceof UserProblem problem ? problem : explain.apply(title, thrown);
  }

  /** Interrupts what still runs and takes no more. */
  @Override
  public void close() {
    io.shutdownNow();
    compute.shutdownNow();
  }

  /** A step without a result, which may throw. */
  @FunctionalInterface
  public interface Step {
    void go() throws Exception;

    private Callable<Done> asCallable() {
      return () -> {
        go();
        return Done.DONE;
      };
    }
  }

  /** What a step without a result yields. */
  public enum Done {
    DONE
  }

  /** Work described but not started. */
  public static final class Work<T> {
    private final Background owner;
    private final ExecutorService lane;
    private final String title;
    private final Callable<T> work;
    private Consumer<? super T> then = _ -> {};

    private Work(Background owner, ExecutorService lane, String title, Callable<T> work) {
      this.owner = owner;
      this.lane = lane;
      this.title = title;
      this.work = work;
    }

    /** What to do with the result, on the JavaFX thread. */
    public Work<T> then(Consumer<? super T> success) {
      then = success;
      return this;
    }

    /** What to do when it fails, on the JavaFX thread; this starts the work. */
    public Job fail(Consumer<UserProblem> failure) {
      Job job = new Job(title, owner::dropped);
      owner.started(job);
      job.attach(lane.submit(() -> go(job, failure)));
      return job;
    }

    /** One of the three places that may catch every exception: whatever it was becomes words. */
    private void go(Job job, Consumer<UserProblem> failure) {
      try {
        T result = work.call();
        owner.finished(job, () -> job.end(() -> then.accept(result)));
      } catch (Exception | LinkageError e) {
        if (job.isOver()) {
          return; // it was cancelled: that it broke off is what was asked for
        }
        UserProblem problem = owner.explain(title, e);
        owner.finished(job, () -> job.end(() -> failure.accept(problem)));
      }
    }
  }
}
