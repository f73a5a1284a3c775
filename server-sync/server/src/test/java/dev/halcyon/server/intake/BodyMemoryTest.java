package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many bytes of large bodies the server lets in at once. */
@Timeout(60)
class BodyMemoryTest {
  private static final long MEBI = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void aLargeBodyIsRefusedWhileOthersTakeTheMemoryAndToldWhatToDo() {
    BodyMemory memory = new BodyMemory(100 * MEBI, Duration.ZERO);
    try (BodyMemory.Room first = memory.take(60 * MEBI)) {
      assertThatThrownBy(() -> memory.take(60 * MEBI))
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("intake.too_many");
                assertThat(problem.remedy()).contains("smaller batches", "Content-Length");
              });
      memory.take(40 * MEBI).close();
    }
    memory.take(60 * MEBI).close();
  }

  @Test
  void oneThatWaitsIsLetInWhenAnotherLeaves() throws Exception {
    BodyMemory memory = new BodyMemory(100 * MEBI, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BodyMemory.Room first = memory.take(60 * MEBI);
      Future<BodyMemory.Room> second = threads.submit(() -> memory.take(60 * MEBI));
      first.close();
      second.get(50, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void smallBodiesNeverWait() {
    BodyMemory memory = new BodyMemory(64 * MEBI, Duration.ZERO);
    try (BodyMemory.Room all = memory.take(64 * MEBI);
        BodyMemory.Room small = memory.take(BodyMemory.SMALL)) {
      assertThat(small).isNotNull();
    }
  }

  @Test
  void aBodyLargerThanAllOfItIsLetInAlone() {
    BodyMemory memory = new BodyMemory(16 * MEBI, Duration.ZERO);
    try (BodyMemory.Room alone = memory.take(64 * MEBI)) {
      assertThatThrownBy(() -> memory.take(2 * MEBI)).isInstanceOf(UserProblem.class);
    }
    memory.take(2 * MEBI).close();
  }
}
