package dev.halcyon.engine.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.batch.BatchLimits;
import dev.halcyon.engine.batch.MicroBatcher;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More is asked than can be judged: who would be late is told so without being queued. */
@Timeout(60)
class OverloadTest {
  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final int MANY = 20 * THREADS;

  @Test
  void theWaitIsTheMeanOfTheLastPiecesForEachThatIsQueued() {
    Backlog backlog = new Backlog(2);
    assertThat(backlog.wait(1_000)).as("nothing is known yet").isZero();
    backlog.took(1_000_000);
    assertThat(backlog.wait(10)).isEqualTo(5_000_000);
    for (int i = 0; i < 400; i++) {
      backlog.took(3_000_000);
    }
    assertThat(backlog.wait(2)).isBetween(2_900_000L, 3_000_000L);
    assertThat(backlog.wait(0)).isZero();
  }

  /** Takes as long as the test says, and never computes. */
  private static final class Slow implements Stage {
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public String name() {
      return "text.slow";
    }

    @Override
    public Tier tier() {
      return Tier.RULES;
    }

    @Override
    public boolean appliesTo(ScanContext context) {
      return true;
    }

    @Override
    public StageOutcome assess(ScanContext context) throws InterruptedException {
      if (asked.incrementAndGet() == 1) {
        // The one piece from which the engine learns how long such work takes.
        CountDownLatch never = new CountDownLatch(1);
        assertThat(never.await(30, TimeUnit.MILLISECONDS)).isFalse();
      } else {
        go.await();
      }
      return outcome();
    }
  }

  private static StageOutcome outcome() {
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        Verdict.ALLOW,
        List.of(),
        List.of(),
        new ModelRef("slow", "1", "", "jvm"),
        "00");
  }

  private static ScanRequest request(Duration deadline) {
    ResolvedPolicy policy =
        Scans.withStages(Scans.policy(2), new StageSpec("text.slow", null, true));
    return Scans.within(deadline, Scans.text("Nice boat", "en", policy));
  }

  @Test
  void whoWouldBeLateIsAnsweredAtOnceAndWhoHasTimeIsJudged() throws Exception {
    Slow slow = new Slow();
    try (ExecutorService callers = Executors.newCachedThreadPool();
        CascadeRunner runner = new CascadeRunner(List.of(slow), Origin.LOCAL, Clock.systemUTC())) {
      assertThat(runner.run(request(Duration.ofMinutes(1))).complete()).isTrue();
      List<Future<ScanResult>> patient = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        patient.add(callers.submit(() -> runner.run(request(Duration.ofMinutes(10)))));
      }
      while (slow.asked.get() < 1 + THREADS) {
        Thread.yield(); // until every thread is taken, and the others begin to queue
      }
      ScanResult hasty = runner.run(request(Duration.ofMillis(20)));
      while (!hasty.assessments().getFirst().note().equals("the deadline passed before it began")) {
        hasty = runner.run(request(Duration.ofMillis(20)));
      }
      assertThat(hasty.complete()).isFalse();
      assertThat(hasty.verdict()).isEqualTo(Verdict.REVIEW);
      assertThat(hasty.assessments().getFirst().status()).isEqualTo(AssessmentStatus.TIMED_OUT);
      slow.go.countDown();
      for (Future<ScanResult> each : patient) {
        assertThat(each.get(30, TimeUnit.SECONDS).complete()).as("nobody was forgotten").isTrue();
      }
    }
    assertThat(slow.asked).as("the hasty one took nobody's place").hasValue(MANY + 1);
  }

  @Test
  void aStageThatIsLateInItsBatchIsAMissedDeadlineAndTheItemIsJudgedLater() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Duration> limit = new AtomicReference<>(Duration.ofMillis(30));
    try (MicroBatcher<String, Integer> model =
            new MicroBatcher<>(
                "slow",
                BatchLimits.STANDARD,
                texts -> {
                  go.await();
                  return texts.stream().map(String::length).toList();
                });
        CascadeRunner runner =
            new CascadeRunner(
                List.of(new Batched(model, limit)), Origin.LOCAL, Clock.systemUTC())) {
      ScanResult late = runner.run(request(Duration.ofMinutes(1)));
      assertThat(late.assessments().getFirst().status()).isEqualTo(AssessmentStatus.TIMED_OUT);
      assertThat(late.verdict()).isEqualTo(Verdict.REVIEW);
      assertThat(late.complete()).isFalse();
      go.countDown();
      limit.set(Duration.ofMinutes(1));
      ScanResult later = runner.run(request(Duration.ofMinutes(1)));
      assertThat(later.complete()).isTrue();
      assertThat(later.verdict()).isEqualTo(Verdict.ALLOW);
    }
  }

  /** Asks a model through a batcher, with so much time. */
  private record Batched(MicroBatcher<String, Integer> model, AtomicReference<Duration> limit)
      implements Stage {
    @Override
    public String name() {
      return "text.slow";
    }

    @Override
    public Tier tier() {
      return Tier.CLASSIFIER;
    }

    @Override
    public boolean appliesTo(ScanContext context) {
      return true;
    }

    @Override
    public StageOutcome assess(ScanContext context) throws InterruptedException {
      int length = model.ask(context.request().text(), limit.get()).orThrow();
      assertThat(length).isEqualTo("Nice boat".length());
      return outcome();
    }
  }
}
