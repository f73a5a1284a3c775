package dev.halcyon.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.testing.TinyOnnx;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model version is replaced while it is in use. */
@Timeout(120)
class HotSwapTest {
  private static final int USERS = 6;
  private static final int SWAPS = 40;

  /** A version of a model that always answers its own number. */
  private static OnnxModel version(int number) {
    byte[] bytes = new TinyOnnx("x", -1, 2).gives("y", 0, new float[] {number}, 1).bytes();
    ModelFile file =
        new ModelFile(
            "tiny", "" + number, "tiny.onnx", Hashes.sha256(bytes), false, "test", "MIT", "test");
    return OnnxModel.load(file, bytes, OnnxProviders.installed());
  }

  private static int answer(OnnxModel model) {
    return (int) model.run(new float[2], new long[] {1, 2}, List.of("y")).getFirst()[0];
  }

  @Test
  void manyThreadsUseAModelThatIsReplacedAndNoneFailsOrSeesAClosedOne() throws Exception {
    ConcurrentLinkedQueue<Integer> closed = new ConcurrentLinkedQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger newest = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    HotSwap<OnnxModel> shared =
        new HotSwap<>(
            version(0),
            model -> {
              closed.add(answer(model)); // fails were it closed already
              model.close();
            });
    try (ExecutorService users = Executors.newFixedThreadPool(USERS)) {
      List<Future<?>> all = new ArrayList<>();
      CountDownLatch begun = new CountDownLatch(USERS);
      for (int i = 0; i < USERS; i++) {
        all.add(
            users.submit(
                () -> {
                  begun.countDown();
                  while (!stop.get()) {
                    int atLeast = newest.get();
                    try (HotSwap.Use<OnnxModel> use = shared.use()) {
                      int first = answer(use.model());
                      // Whatever came meanwhile, a use stays with its version.
                      assertThat(answer(use.model())).isEqualTo(first);
                      assertThat(first).isGreaterThanOrEqualTo(atLeast);
                      runs.incrementAndGet();
                    }
                  }
                  return true;
                }));
      }
      begun.await();
      for (int number = 1; number <= SWAPS; number++) {
        shared.swap(version(number));
        newest.set(number);
        int before = runs.get();
        while (runs.get() < before + 2 && all.stream().noneMatch(Future::isDone)) {
          Thread.yield();
        }
      }
      stop.set(true);
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(closed).as("all but the last one, once each").hasSize(SWAPS).doesNotHaveDuplicates();
    shared.close();
    assertThat(closed).hasSize(SWAPS + 1).contains(SWAPS);
  }

  @Test
  void theVersionBeforeIsClosedByItsLastUseAndNotSooner() {
    List<String> closed = new ArrayList<>();
    HotSwap<String> shared = new HotSwap<>("one", closed::add);
    HotSwap.Use<String> first = shared.use();
    HotSwap.Use<String> second = shared.use();
    shared.swap("two");
    assertThat(first.model()).isEqualTo("one");
    first.close();
    first.close();
    assertThat(closed).as("the second still runs; a use ends once").isEmpty();
    try (HotSwap.Use<String> third = shared.use()) {
      assertThat(third.model()).isEqualTo("two");
    }
    second.close();
    assertThat(closed).containsExactly("one");
    shared.close();
    shared.close();
    assertThat(closed).containsExactly("one", "two");
  }

  @Test
  void afterCloseThereIsNothingToUseAndAVersionThatComesLateIsClosed() {
    List<String> closed = new ArrayList<>();
    HotSwap<String> shared = new HotSwap<>("one", closed::add);
    shared.close();
    assertThatThrownBy(shared::use)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("model.closed"));
    shared.swap("two");
    assertThat(closed).containsExactly("one", "two");
  }

  @Test
  void aModelSaysWhatItTakesAndGives() {
    try (OnnxModel model = version(3)) {
      assertThat(model.inputs()).hasToString("[x float32[?,2]]");
      assertThat(model.outputs()).hasToString("[y float32[?,1]]");
    }
  }
}
