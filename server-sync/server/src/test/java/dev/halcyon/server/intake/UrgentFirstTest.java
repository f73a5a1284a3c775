package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UrgentFirstTest {
  @Test
  void whatIsUrgentGoesBeforeTheRestAndByItself() throws InterruptedException {
    UrgentFirst<String> queue = new UrgentFirst<>();
    queue.add("line 1", false);
    queue.add("line 2", false);
    queue.add("chat 1", true);
    queue.add("line 3", false);
    queue.add("chat 2", true);
    assertThat(queue.take(10)).containsExactly("chat 1", "chat 2");
    assertThat(queue.take(2)).containsExactly("line 1", "line 2");
    assertThat(queue.take(10)).containsExactly("line 3");
  }

  @Test
  void threadsTakeUrgentWorkFirstAndOtherTasksLast() throws InterruptedException {
    ExecutorService threads = UrgentFirst.threads("test-", 1);
    ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    CountDownLatch held = new CountDownLatch(1);
    threads.execute(
        UrgentFirst.work(
            () -> {
              try {
                held.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            false));
    threads.execute(() -> done.add("another task"));
    threads.execute(UrgentFirst.work(() -> done.add("line 1"), false));
    threads.execute(UrgentFirst.work(() -> done.add("chat"), true));
    threads.execute(UrgentFirst.work(() -> done.add("line 2"), false));
    held.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(List.copyOf(done)).containsExactly("chat", "line 1", "line 2", "another task");
  }
}
