package dev.halcyon.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many wait for one flush, and nobody waits for ever. */
@Timeout(60)
class DurableCommitsTest {
  @Test
  void whoCommitsDuringAFlushSharesTheNextOne() throws InterruptedException {
    AtomicInteger flushes = new AtomicInteger();
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    DurableCommits commits =
        new DurableCommits(
            () -> {
              flushes.incrementAndGet();
              firstRuns.countDown();
              try {
                letGo.await();
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
            });
    List<Thread> waiting = new ArrayList<>();
    waiting.add(Thread.ofVirtual().start(commits::await));
    firstRuns.await();
    CountDownLatch others = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      waiting.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    others.countDown();
                    commits.await();
                  }));
    }
    others.await();
    letGo.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(flushes.get()).isLessThan(21);
    commits.close();
  }

  @Test
  void whoAsksToBeToldIsToldOnceAndOnlyAfterAFlushThatBeganLater() throws InterruptedException {
    Semaphore mayFlush = new Semaphore(0);
    BlockingQueue<String> order = new LinkedBlockingQueue<>();
    DurableCommits commits =
        new DurableCommits(
            () -> {
              order.add("begun");
              mayFlush.acquireUninterruptibly();
              order.add("flushed");
            });
    commits.afterwards(1, problem -> order.add("first " + (problem == null)));
    assertThat(order.take()).isEqualTo("begun");
    commits.afterwards(3, problem -> order.add("second " + (problem == null)));
    mayFlush.release(2);
    List<String> seen = new ArrayList<>();
    while (!seen.contains("second true")) {
      seen.add(order.take());
    }
    assertThat(seen).containsExactly("flushed", "first true", "begun", "flushed", "second true");
    commits.close();
    assertThat(order).isEmpty();
  }

  @Test
  void whoAsksToBeToldHearsOfAFailureAndOfTheEnd() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    DurableCommits broken =
        new DurableCommits(
            () -> {
              throw new SQLException("the disk is full");
            });
    broken.afterwards(1, problem -> told.add(String.valueOf(problem.code())));
    assertThat(told.take()).isEqualTo("store.sync");
    broken.afterwards(1, problem -> told.add("again " + problem.code()));
    assertThat(told.take()).isEqualTo("again store.sync");
    broken.close();

    DurableCommits ended = new DurableCommits(() -> {});
    ended.close();
    ended.afterwards(1, problem -> told.add(String.valueOf(problem.code())));
    assertThat(told.take()).isEqualTo("store.closing");
    DurableCommits.none().afterwards(1, problem -> told.add("none " + (problem == null)));
    assertThat(told.take()).isEqualTo("none true");
  }

  @Test
  void whoAsksToBeToldIsNotForgottenWhereAFlushDoesNotEnd() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    DurableCommits commits =
        new DurableCommits(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
            },
            Duration.ofMillis(50));
    commits.afterwards(1, problem -> told.add(String.valueOf(problem.code())));
    commits.close();
    assertThat(told.take()).isEqualTo("store.closing");
    never.countDown();
  }

  @Test
  void aFailedFlushIsForGood() {
    DurableCommits commits =
        new DurableCommits(
            () -> {
              throw new SQLException("the disk is full");
            });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(commits::await)
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("store.sync"));
    }
    assertThat(commits.healthy()).isFalse();
    commits.close();
  }

  @Test
  void afterItsEndItRefusesAndMayBeClosedAgain() {
    DurableCommits commits = new DurableCommits(() -> {});
    commits.await();
    commits.close();
    assertThatThrownBy(commits::await)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("store.closing"));
    commits.close();
  }

  @Test
  void anErrorInAFlushEndsEveryWait() {
    DurableCommits commits =
        new DurableCommits(
            () -> {
              throw new NoClassDefFoundError("a jar was taken away");
            });
    assertThatThrownBy(commits::await)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("store.sync"));
    assertThat(commits.healthy()).isFalse();
    commits.close();
  }

  @Test
  void aFlushThatDoesNotEndLetsThoseGoWhoWaitAndTheClose() {
    CountDownLatch never = new CountDownLatch(1);
    DurableCommits commits =
        new DurableCommits(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
            },
            Duration.ofMillis(50));
    assertThatThrownBy(commits::await)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("store.sync"));
    commits.close();
    never.countDown();
  }
}
