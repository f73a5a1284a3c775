package dev.halcyon.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.batch.BatchReply.Answered;
import dev.halcyon.engine.batch.BatchReply.Failed;
import dev.halcyon.engine.batch.BatchReply.Late;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The batcher with time that passes by hand: what is asserted here never depends on the clock. */
@Timeout(60)
class MicroBatcherTest {
  private static final Duration LONG = Duration.ofDays(10_000);

  private final ManualTicks ticks = new ManualTicks();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void end() throws InterruptedException {
    callers.shutdownNow();
    assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private List<String> note(List<Integer> questions) {
    batches.add(questions);
    return questions.stream().map(question -> "answer " + question).toList();
  }

  private MicroBatcher<Integer, String> batcher(
      BatchLimits limits, MicroBatcher.Work<Integer, String> work) {
    return new MicroBatcher<>("test", limits, work, ticks);
  }

  private static BatchLimits limits(int size, int waiting) {
    return new BatchLimits(size, Duration.ofMillis(5), waiting, 1);
  }

  private <T> Future<T> caller(Callable<T> call) {
    return callers.submit(call);
  }

  private static <T> T got(Future<T> future) throws InterruptedException, ExecutionException {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("no reply within 30 s", e);
    }
  }

  private static void eventually(BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 30 s").isLessThan(end);
      Thread.yield();
    }
  }

  @Test
  void aBatchGoesOffWhenTheWindowOfItsFirstQuestionHasPassed() throws Exception {
    try (MicroBatcher<Integer, String> batcher = batcher(limits(32, 32), this::note)) {
      Future<BatchReply<String>> first = caller(() -> batcher.ask(1, LONG));
      eventually(() -> batcher.counts().waiting() == 1);
      ticks.pass(Duration.ofNanos(4_999_999));
      // It comes at the last nanosecond of the window: were the batch gone, it would be alone.
      Future<BatchReply<String>> second = caller(() -> batcher.ask(2, LONG));
      eventually(() -> batcher.counts().waiting() == 2);
      ticks.pass(Duration.ofNanos(1));
      assertThat(got(first)).isEqualTo(new Answered<>("answer 1"));
      assertThat(got(second)).isEqualTo(new Answered<>("answer 2"));
    }
    assertThat(batches).containsExactly(List.of(1, 2));
  }

  @Test
  void aFullBatchGoesOffWithoutTheWindow() throws Exception {
    try (MicroBatcher<Integer, String> batcher = batcher(limits(3, 32), this::note)) {
      Future<List<BatchReply<String>>> all =
          caller(() -> batcher.askAll(List.of(1, 2, 3, 4, 5, 6, 7), LONG));
      eventually(() -> batcher.counts().batches() == 2 && batcher.counts().waiting() == 1);
      ticks.pass(Duration.ofMillis(5));
      assertThat(got(all)).hasSize(7).last().isEqualTo(new Answered<>("answer 7"));
      assertThat(batcher.counts().meanSize()).isEqualTo(7.0 / 3);
    }
    assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
  }

  @Test
  void whatGathersWhileABatchRunsGoesOffTogetherAfterIt() throws Exception {
    Semaphore go = new Semaphore(0);
    try (MicroBatcher<Integer, String> batcher =
        batcher(
            limits(2, 32),
            questions -> {
              go.acquire();
              return note(questions);
            })) {
      Future<List<BatchReply<String>>> first = caller(() -> batcher.askAll(List.of(1, 2), LONG));
      eventually(() -> batcher.counts().batches() == 1);
      Future<BatchReply<String>> third = caller(() -> batcher.ask(3, LONG));
      eventually(() -> batcher.counts().waiting() == 1);
      Future<BatchReply<String>> fourth = caller(() -> batcher.ask(4, LONG));
      eventually(() -> batcher.counts().waiting() == 2);
      go.release(2);
      got(first);
      got(third);
      got(fourth);
    }
    assertThat(batches).containsExactly(List.of(1, 2), List.of(3, 4));
  }

  @Test
  void aLateQuestionIsAnsweredAtOnceAndTheBatchGoesOnForTheOthers() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (MicroBatcher<Integer, String> batcher =
        batcher(
            limits(2, 32),
            questions -> {
              go.await();
              return note(questions);
            })) {
      Future<BatchReply<String>> hasty = caller(() -> batcher.ask(1, Duration.ofMillis(20)));
      Future<BatchReply<String>> patient = caller(() -> batcher.ask(2, LONG));
      eventually(() -> batcher.counts().batches() == 1);
      ticks.pass(Duration.ofMillis(20));
      assertThat(got(hasty)).as("while the batch still runs").isEqualTo(new Late<>());
      assertThat(patient.isDone()).isFalse();
      go.countDown();
      assertThat(got(patient)).isEqualTo(new Answered<>("answer 2"));
      assertThat(batcher.counts().late()).isEqualTo(1);
    }
  }

  @Test
  void aQuestionThatIsLateInTheLineTakesNoPlaceInABatch() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (MicroBatcher<Integer, String> batcher =
        batcher(
            limits(1, 32),
            questions -> {
              go.await();
              return note(questions);
            })) {
      Future<BatchReply<String>> first = caller(() -> batcher.ask(1, LONG));
      eventually(() -> batcher.counts().batches() == 1);
      Future<BatchReply<String>> hasty = caller(() -> batcher.ask(2, Duration.ofMillis(20)));
      eventually(() -> batcher.counts().waiting() == 1);
      Future<BatchReply<String>> last = caller(() -> batcher.ask(3, LONG));
      eventually(() -> batcher.counts().waiting() == 2);
      ticks.pass(Duration.ofMillis(20));
      assertThat(got(hasty)).isEqualTo(new Late<>());
      go.countDown();
      got(first);
      got(last);
    }
    assertThat(batches).containsExactly(List.of(1), List.of(3));
  }

  @Test
  void anAnswerThatComesAtItsDeadlineIsLate() throws Exception {
    try (MicroBatcher<Integer, String> batcher =
        batcher(
            limits(1, 1),
            questions -> {
              ticks.pass(Duration.ofMillis(10));
              return note(questions);
            })) {
      assertThat(batcher.ask(1, Duration.ofMillis(10))).isEqualTo(new Late<>());
      assertThat(batcher.ask(2, Duration.ofNanos(10_000_001))).isInstanceOf(Answered.class);
    }
  }

  @Test
  void whoCannotBeAnsweredInTimeLeavesItsPlaceWhenTheBatchGoesOff() throws Exception {
    try (MicroBatcher<Integer, String> batcher =
        batcher(
            limits(1, 4),
            questions -> {
              ticks.pass(Duration.ofMillis(50));
              return note(questions);
            })) {
      for (int i = 1; i <= 4; i++) {
        assertThat(batcher.ask(i, LONG)).isInstanceOf(Answered.class);
      }
      assertThat(batcher.ask(5, Duration.ofMillis(20)))
          .as("alone it is tried, for only a batch can tell what one takes")
          .isEqualTo(new Late<>());
    }
    assertThat(batches).hasSize(5);
  }

  @Test
  void aBatchIsMadeOfThoseWhoCanBeAnsweredInTime() {
    WaitingLine<Integer, String> line = new WaitingLine<>(limits(4, 8));
    var lock = new java.util.concurrent.locks.ReentrantLock();
    for (int deadline : new int[] {10, 100, 20, 99, 30}) {
      line.add(new WaitingLine.Ticket<>(deadline, deadline, lock.newCondition()), 0);
    }
    assertThat(line.takeHopeless(0, 50)).extracting(each -> each.question).containsExactly(10, 20);
    assertThat(line.take())
        .as("the newest stays whatever its deadline")
        .extracting(each -> each.question)
        .containsExactly(100, 99, 30);
  }

  @Test
  void noTimeLeftIsLateWithoutAsking() throws Exception {
    try (MicroBatcher<Integer, String> batcher = batcher(limits(1, 1), this::note)) {
      assertThat(batcher.ask(1, Duration.ZERO)).isEqualTo(new Late<>());
      assertThat(batcher.ask(1, Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(new Late<>());
      assertThat(batcher.ask(2, Duration.ofSeconds(Long.MAX_VALUE))).isInstanceOf(Answered.class);
    }
    assertThat(batches).containsExactly(List.of(2));
  }

  @Test
  void whoAsksAFullBatcherWaitsForRoomOrForTheDeadline() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (MicroBatcher<Integer, String> batcher =
        batcher(
            limits(1, 1),
            questions -> {
              go.await();
              return note(questions);
            })) {
      Future<BatchReply<String>> working = caller(() -> batcher.ask(1, LONG));
      eventually(() -> batcher.counts().batches() == 1);
      Future<BatchReply<String>> waiting = caller(() -> batcher.ask(2, LONG));
      eventually(() -> batcher.counts().waiting() == 1);
      Future<BatchReply<String>> hasty = caller(() -> batcher.ask(3, Duration.ofMillis(20)));
      Future<BatchReply<String>> patient = caller(() -> batcher.ask(4, LONG));
      // The moment at which hasty has begun to wait for room cannot be seen; time passes until it
      // is late whenever it began.
      eventually(
          () -> {
            ticks.pass(Duration.ofMillis(20));
            return hasty.isDone();
          });
      assertThat(got(hasty)).isEqualTo(new Late<>());
      assertThat(batcher.counts().waiting()).as("the line never grew").isEqualTo(1);
      go.countDown();
      got(working);
      got(waiting);
      assertThat(got(patient)).isEqualTo(new Answered<>("answer 4"));
    }
    assertThat(batches).containsExactly(List.of(1), List.of(2), List.of(4));
  }

  @Test
  void whatABatchThrowsFailsItsQuestionsAndNoOthers() throws Exception {
    for (Throwable thrown :
        List.of(
            new UserProblem("model.failed", "It failed.", "Scan again."),
            new StackOverflowError())) {
      try (MicroBatcher<Integer, String> batcher =
          batcher(
              limits(2, 4),
              questions -> {
                if (questions.contains(1)) {
                  switch (thrown) {
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new AssertionError(thrown);
                  }
                }
                return note(questions);
              })) {
        List<BatchReply<String>> replies = batcher.askAll(List.of(1, 2, 3, 4), LONG);
        assertThat(replies.subList(0, 2))
            .allSatisfy(
                reply -> {
                  assertThat(reply).isEqualTo(new Failed<>(thrown));
                  assertThatThrownBy(reply::orThrow).isSameAs(thrown);
                });
        assertThat(replies.get(3).orThrow()).isEqualTo("answer 4");
      }
    }
  }

  @Test
  void tooFewAnswersFailTheBatchInsteadOfAnsweringTheWrongQuestion() throws Exception {
    try (MicroBatcher<Integer, String> batcher =
        batcher(limits(2, 2), questions -> List.of("only one"))) {
      for (BatchReply<String> reply : batcher.askAll(List.of(1, 2), LONG)) {
        assertThatThrownBy(reply::orThrow)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("1 answers to 2 questions");
      }
    }
  }

  @Test
  void whoIsInterruptedWithdrawsWhatStillWaits() throws Exception {
    try (MicroBatcher<Integer, String> batcher = batcher(limits(32, 32), this::note)) {
      AtomicReference<Thread> asking = new AtomicReference<>();
      Future<BatchReply<String>> gone =
          caller(
              () -> {
                asking.set(Thread.currentThread());
                return batcher.ask(1, LONG);
              });
      eventually(() -> batcher.counts().waiting() == 1);
      asking.get().interrupt();
      assertThatThrownBy(() -> got(gone)).hasCauseInstanceOf(InterruptedException.class);
      assertThat(batcher.counts().waiting()).isZero();
    }
    assertThat(batches).isEmpty();
  }

  @Test
  void closingWorksOffWhatWaitsAndRefusesWhatComesAfter() throws Exception {
    MicroBatcher<Integer, String> batcher = batcher(limits(32, 32), this::note);
    Future<BatchReply<String>> waiting = caller(() -> batcher.ask(1, LONG));
    eventually(() -> batcher.counts().waiting() == 1);
    batcher.close();
    assertThat(got(waiting)).as("no time passed").isEqualTo(new Answered<>("answer 1"));
    assertThatThrownBy(() -> batcher.ask(2, LONG).orThrow())
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("model.closed"));
    batcher.close();
  }

  @Test
  void aCloseThatIsInterruptedLetsTheQuestionsGoAndReturns() throws Exception {
    MicroBatcher<Integer, String> batcher =
        batcher(
            limits(1, 4),
            questions -> {
              new CountDownLatch(1).await();
              return note(questions);
            });
    Future<BatchReply<String>> working = caller(() -> batcher.ask(1, LONG));
    eventually(() -> batcher.counts().batches() == 1);
    Future<BatchReply<String>> waiting = caller(() -> batcher.ask(2, LONG));
    eventually(() -> batcher.counts().waiting() == 1);
    Future<Boolean> closing =
        caller(
            () -> {
              Thread.currentThread().interrupt();
              batcher.close();
              return Thread.interrupted();
            });
    assertThat(got(closing)).as("the interrupt is kept").isTrue();
    assertThat(got(working)).isInstanceOf(Failed.class);
    assertThat(got(waiting)).isInstanceOf(Failed.class);
  }

  @Test
  void limitsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new BatchLimits(0, Duration.ZERO, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BatchLimits(8, Duration.ZERO, 7, 1))
        .hasMessageContaining("room for one batch");
    assertThatThrownBy(() -> new BatchLimits(1, Duration.ofMillis(-1), 1, 1))
        .hasMessageContaining("window");
    assertThat(BatchLimits.STANDARD).isEqualTo(new BatchLimits(32, Duration.ofMillis(5), 256, 1));
  }
}
