package dev.halcyon.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.model.HotSwap;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running engine follows what is installed. */
@Timeout(120)
class PackSlotTest {
  @TempDir private Path temporary;
  private final AtomicInteger open = new AtomicInteger();
  private PackStore store;
  private PackSlot<OnnxModel> slot;

  @BeforeEach
  void make() {
    store = new PackStore(temporary.resolve("models"), Clock.systemUTC());
    slot =
        new PackSlot<>(
            Optional.of(store),
            PackKind.AUDIO_EVENTS,
            pack -> {
              OnnxModel model = pack.model(OnnxProviders.installed());
              open.incrementAndGet();
              return model;
            },
            model -> {
              open.decrementAndGet();
              model.close();
            });
  }

  @AfterEach
  void close() {
    slot.close();
    assertThat(open).hasValue(0);
  }

  private void add(String version, float shot) throws Exception {
    PackMaker maker = PackMaker.audioEvents("shots", version, shot);
    store.add(maker.zip(temporary.resolve("pack.zip")), maker.sha256(), null);
  }

  private static float shot(OnnxModel model) {
    return model.run(new float[15_600], new long[] {1, 15_600}, List.of("scores")).getFirst()[0];
  }

  @Test
  void aPackServesOnceItIsInstalledAndNoMoreOnceItIsRemoved() throws Exception {
    assertThat(slot.use()).isEmpty();
    add("1.0.0", 0.5f);
    try (HotSwap.Use<OnnxModel> use = slot.use().orElseThrow()) {
      store.remove("shots");
      assertThat(slot.use()).isEmpty();
      assertThat(shot(use.model())).as("what has begun goes on").isEqualTo(0.5f);
      assertThat(open).hasValue(1);
    }
    assertThat(open).hasValue(0);
  }

  @Test
  void aPackThatWasChangedOnDiskFailsEachUseUntilItIsMended() throws Exception {
    add("1.0.0", 0.5f);
    Pin pin = store.installed().getFirst();
    Path model = temporary.resolve("models/packs").resolve(pin.folder()).resolve("model.onnx");
    byte[] good = Files.readAllBytes(model);
    Files.write(model, new byte[good.length]);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(slot::use)
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("pack.hash"));
    }
    Files.write(model, good);
    slot.use().orElseThrow().close();
  }

  @Test
  void versionsAreReplacedUnderManyThreadsAndNoneFails() throws Exception {
    add("1.0.0", 0.5f);
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService users = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            users.submit(
                () -> {
                  float last = 0;
                  while (!stop.get()) {
                    try (HotSwap.Use<OnnxModel> use = slot.use().orElseThrow()) {
                      float now = shot(use.model());
                      assertThat(now).isGreaterThanOrEqualTo(last);
                      last = now;
                    }
                  }
                  return true;
                }));
      }
      for (int version = 1; version <= 8; version++) {
        add("1." + version + ".0", 0.5f + version / 100f);
        try (HotSwap.Use<OnnxModel> use = slot.use().orElseThrow()) {
          // Another thread may be loading it; then the one before still serves.
          assertThat(shot(use.model())).isGreaterThanOrEqualTo(0.5f);
        }
      }
      stop.set(true);
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    try (HotSwap.Use<OnnxModel> use = slot.use().orElseThrow()) {
      assertThat(shot(use.model())).isEqualTo(0.58f);
    }
    assertThat(open).hasValue(1);
  }

  @Test
  void aClosedSlotSaysThatTheEngineIsClosed() {
    slot.close();
    assertThatThrownBy(slot::use)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("model.closed"));
  }
}
