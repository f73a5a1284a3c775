package dev.halcyon.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class BackgroundTest {
  private final Background background =
      Background.lanes((title, thrown) -> new UserProblem("t", title + " " + thrown, "", thrown));

  @AfterEach
  void close() {
    background.close();
  }

  @Test
  void workRunsOffTheFxThreadAndItsResultArrivesOnIt() {
    AtomicBoolean workedOnFx = new AtomicBoolean(true);
    AtomicReference<String> told = new AtomicReference<>("");
    background
        .run(
            "Asking",
            () -> {
              workedOnFx.set(Fx.isFxThread());
              return "answer";
            })
        .then(answer -> told.set(answer + (Fx.isFxThread() ? " on fx" : " elsewhere")))
        .fail(problem -> told.set("failed " + problem.getMessage()));
    OnFxThread.await("the answer", () -> !told.get().isEmpty());
    assertThat(told.get()).isEqualTo("answer on fx");
    assertThat(workedOnFx).isFalse();
  }

  @Test
  void anExpectedProblemArrivesAsItIsAndASurpriseIsExplained() {
    List<UserProblem> problems = new ArrayList<>();
    UserProblem expected = new UserProblem("lease.held", "Lin holds it", "Take another");
    background
        .run(
            "Opening",
            () -> {
              throw expected;
            })
        .fail(problems::add);
    background
        .compute(
            "Counting",
            () -> {
              throw new IllegalStateException("surprise");
            })
        .fail(problems::add);
    OnFxThread.await("both problems", () -> problems.size() == 2);
    assertThat(problems).contains(expected);
    assertThat(problems)
        .anySatisfy(
            p -> assertThat(p).hasMessageContaining("Counting").hasMessageContaining("surprise"));
  }

  @Test
  void cancelledWorkIsInterruptedAndDeliversNothing() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean delivered = new AtomicBoolean();
    Job job =
        background
            .run(
                "Waiting",
                () -> {
                  started.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                })
            .then(_ -> delivered.set(true))
            .fail(_ -> delivered.set(true));
    started.await();
    assertThat(background.running()).containsExactly(job);
    job.cancel();
    interrupted.await();
    OnFxThread.await("the job to leave the list", () -> background.running().isEmpty());
    assertThat(job.isOver()).isTrue();
    assertThat(delivered).isFalse();
  }

  @Test
  void cancelledWorkThatBreaksOffIsNoFailureToBeExplained() throws InterruptedException {
    List<String> explained = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean after = new AtomicBoolean();
    try (Background one =
        new Background(
            Executors.newSingleThreadExecutor(),
            Executors.newSingleThreadExecutor(),
            Fx::run,
            (title, thrown) -> {
              explained.add(title);
              return new UserProblem("t", title, "", thrown);
            })) {
      Job job =
          one.run(
                  "Waiting",
                  () -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                  })
              .fail(_ -> {});
      started.await();
      job.cancel();
      one.run("After", () -> true).then(after::set).fail(_ -> {});
      OnFxThread.await("what the same thread does next", after::get);
      assertThat(explained).isEmpty();
    }
  }

  @Test
  void runningWorkIsListedByItsTitleUntilItIsOver() {
    CountDownLatch go = new CountDownLatch(1);
    background.run("Loading the queue", () -> go.await()).fail(_ -> {});
    assertThat(background.running()).extracting(Job::title).containsExactly("Loading the queue");
    go.countDown();
    OnFxThread.await("the end", () -> background.running().isEmpty());
  }
}
