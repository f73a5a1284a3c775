package dev.halcyon.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.batch.BatchReply.Answered;
import dev.halcyon.engine.batch.BatchReply.Failed;
import dev.halcyon.engine.batch.BatchReply.Late;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Many threads, batches that fail, deadlines that pass, real time: nothing is lost or mixed up. */
class MicroBatcherStormTest {
  private static final int CALLERS = 12;
  private static final int ROUNDS = 60;

  private static final class Tally {
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
  }

  private static List<Long> answer(
      List<Integer> questions, BatchLimits limits, AtomicInteger atWork, AtomicInteger most) {
    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
    try {
      assertThat(questions).hasSizeBetween(1, limits.size());
      if (questions.stream().anyMatch(each -> each % 97 == 0)) {
        throw new IllegalStateException("unlucky");
      }
      return questions.stream().map(each -> (long) each * each).toList();
    } finally {
      atWork.decrementAndGet();
    }
  }

  @Property(tries = 12)
  void everyQuestionGetsExactlyItsOwnReply(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 0, max = 2_000) int windowMicros,
      @ForAll @IntRange(min = 1, max = 3) int lanes)
      throws Exception {
    BatchLimits limits =
        new BatchLimits(size, Duration.ofNanos(windowMicros * 1000L), size + 3, lanes);
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Tally tally = new Tally();
    long asked = 0;
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        MicroBatcher<Integer, Long> batcher =
            new MicroBatcher<>(
                "storm", limits, questions -> answer(questions, limits, atWork, most))) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Random random = new Random(seed + caller);
        all.add(() -> ask(batcher, random, tally));
      }
      for (Future<Integer> each : callers.invokeAll(all, 60, TimeUnit.SECONDS)) {
        asked += each.get();
      }
      assertThat(batcher.counts().waiting()).isZero();
      assertThat(batcher.counts().late()).isEqualTo(tally.late.get());
    }
    assertThat(tally.answered.get() + tally.late.get() + tally.failed.get()).isEqualTo(asked);
    assertThat(tally.answered.get()).isPositive();
    assertThat(most.get()).isBetween(1, lanes);
  }

  /** Asks in groups; some have no time, some little, most plenty. */
  private static int ask(MicroBatcher<Integer, Long> batcher, Random random, Tally tally)
      throws InterruptedException {
    int asked = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> group = random.ints(1 + random.nextInt(15), 1, 1_000_000).boxed().toList();
      asked += group.size();
      Duration limit =
          switch (random.nextInt(10)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofNanos(random.nextInt(500_000));
            default -> Duration.ofMinutes(1);
          };
      List<BatchReply<Long>> replies = batcher.askAll(group, limit);
      assertThat(replies).hasSameSizeAs(group);
      for (int i = 0; i < group.size(); i++) {
        switch (replies.get(i)) {
          case Answered<Long>(Long square) -> {
            assertThat(square).isEqualTo((long) group.get(i) * group.get(i));
            tally.answered.incrementAndGet();
          }
          case Late<Long>() -> tally.late.incrementAndGet();
          case Failed<Long>(Throwable cause) -> {
            assertThat(cause).hasMessage("unlucky");
            tally.failed.incrementAndGet();
          }
        }
      }
    }
    return asked;
  }
}
