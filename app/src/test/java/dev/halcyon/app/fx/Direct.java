package dev.halcyon.app.fx;

import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Background} that does everything at once on the caller's thread, for view-model tests.
 */
public final class Direct extends AbstractExecutorService {
  private Direct() {}

  /** Work, result and failure all happen inside {@code fail(..)}. */
  public static Background background() {
    return new Background(
        new Direct(),
        new Direct(),
        Runnable::run,
        (title, thrown) -> new UserProblem("test.unexpected", title + ": " + thrown, "", thrown));
  }

  @Override
  public void execute(Runnable command) {
    command.run();
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
