package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineWorkerTest {
  private static final int PATIENCE_SECONDS = 60;
  private static final Duration NONE = Duration.ZERO;

  private final UrgentFirst<Integer> line = new UrgentFirst<>();
  private final BlockingQueue<List<Integer>> done = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> refused = new LinkedBlockingQueue<>();

  private <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("nothing came").isNotNull();
    return next;
  }

  @Test
  void whatCameWhileItWorkedIsTakenTogetherInOrderAndNoMoreThanAllowed()
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    LineWorker<Integer> worker =
        new LineWorker<>(
            "test-line",
            line,
            3,
            NONE,
            taken -> {
              if (taken.contains(0)) {
                begun.countDown();
                uninterrupted(goOn);
              }
              done.add(taken);
            },
            (each, problem) -> refused.add(each));
    line.add(0, false);
    uninterrupted(begun);
    for (int i = 1; i <= 5; i++) {
      line.add(i, i == 5);
    }
    goOn.countDown();
    assertThat(next(done)).containsExactly(0);
    assertThat(next(done)).as("urgent ones do not wait for the others").containsExactly(5);
    assertThat(next(done)).containsExactly(1, 2, 3);
    assertThat(next(done)).containsExactly(4);
    worker.stop();
    assertThat(refused).isEmpty();
  }

  @Test
  void whatItFailsOnIsRefusedOneByOneAndTheNextIsTaken() throws InterruptedException {
    LineWorker<Integer> worker =
        new LineWorker<>(
            "test-line",
            line,
            8,
            NONE,
            taken -> {
              if (taken.contains(1)) {
                throw new IllegalStateException("no");
              }
              done.add(taken);
            },
            (each, problem) -> {
              assertThat(problem).hasMessage("no");
              refused.add(each);
            });
    line.add(1, false);
    assertThat(next(refused)).isEqualTo(1);
    line.add(2, false);
    assertThat(next(done)).containsExactly(2);
    worker.stop();
  }

  @Test
  void stoppedItTakesNothingMore() throws InterruptedException {
    LineWorker<Integer> worker =
        new LineWorker<>(
            "test-line", line, 8, NONE, done::add, (each, problem) -> refused.add(each));
    worker.stop();
    line.add(1, false);
    assertThat(line.take(8)).as("it is still in the line").containsExactly(1);
    assertThat(done).isEmpty();
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
