package dev.halcyon.app.fx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** A lane whose work waits until a test lets it run, for what happens while something is asked. */
public final class LaterLane extends AbstractExecutorService {
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  @Override
  public void execute(Runnable command) {
    waiting.add(command);
  }

  /** Runs what waits and what that adds, in order. */
  public void runAll() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  public int waiting() {
    return waiting.size();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
