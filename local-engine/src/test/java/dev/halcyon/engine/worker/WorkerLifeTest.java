package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WorkerLifeTest {
  private static MediaWorker worker(Duration wall) {
    return new MediaWorker(false, MediaLimits.standard(wall));
  }

  private static byte[] picture() throws IOException {
    return Painting.file(Painting.scene(1, 64, 48), "png");
  }

  private static void signal(String name, MediaWorker worker) throws Exception {
    for (long pid : worker.processIds()) {
      ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
      for (ProcessHandle each : Stream.concat(Stream.of(handle), handle.descendants()).toList()) {
        new ProcessBuilder("kill", name, Long.toString(each.pid())).start().waitFor();
      }
    }
  }

  @Test
  void aWorkerKilledInTheMiddleOfAFileIsAProblemAndTheNextFileIsFine() throws Exception {
    try (MediaWorker worker = worker(Duration.ofSeconds(60));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Sources.Stalling stalling = Sources.stalling("image/png", picture());
      Callable<DecodedMedia> scan = () -> worker.decode(stalling);
      Future<DecodedMedia> scanning = other.submit(scan);
      stalling.awaitRead();
      signal("-KILL", worker);
      stalling.release();
      MediaInfo info = scanning.get(60, TimeUnit.SECONDS).info();
      assertThat(info.state()).isEqualTo(MediaState.FAILED);
      assertThat(info.problem()).isNotNull();
      assertThat(info.problem().code()).isEqualTo("media.crash");
      assertThat(worker.decode(Sources.of("image/png", picture())).info().problem()).isNull();
    }
  }

  @Test
  void aWorkerThatHangsIsKilledAtItsTimeLimitAndTheNextFileIsFine() throws Exception {
    // Good files have all the time they want: on a loaded machine a cold worker takes seconds.
    try (WorkerPool pool = new WorkerPool(false);
        MediaWorker patient = new MediaWorker(pool, MediaLimits.standard(Duration.ofSeconds(60)));
        MediaWorker hasty = new MediaWorker(pool, MediaLimits.standard(Duration.ofSeconds(1)))) {
      assertThat(patient.decode(Sources.of("image/png", picture())).info().problem()).isNull();
      List<Long> before = patient.processIds();
      signal("-STOP", patient);
      MediaInfo info = hasty.decode(Sources.of("image/png", picture())).info();
      assertThat(info.problem()).isNotNull();
      assertThat(info.problem().code()).isEqualTo("media.time");
      assertThat(info.problem().remedy()).isNotBlank();
      for (int i = 1; i < before.size(); i++) {
        // The spares were stopped too: each of them may cost one more file.
        hasty.decode(Sources.of("image/png", picture()));
      }
      assertThat(patient.decode(Sources.of("image/png", picture())).info().problem()).isNull();
      assertThat(patient.processIds()).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void neitherAnIdleNorABusyWorkerHoldsACarrierThatVirtualThreadsShare() throws Exception {
    try (MediaWorker worker = worker(Duration.ofSeconds(60));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Sources.Stalling stalling = Sources.stalling("image/png", picture());
      Future<DecodedMedia> scanning = other.submit(() -> worker.decode(stalling));
      stalling.awaitRead();
      // Lists platform threads alone.
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .contains("worker-stderr")
          .anyMatch(name -> name.startsWith("worker-talk-"));
      stalling.release();
      assertThat(scanning.get(60, TimeUnit.SECONDS).info().problem()).isNull();
    }
  }

  @Test
  void aCallerWhoGivesUpEndsTheWork() throws Exception {
    try (MediaWorker worker = worker(Duration.ofSeconds(60));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Sources.Stalling stalling = Sources.stalling("image/png", picture());
      Future<Boolean> scanning =
          other.submit(
              () -> {
                try {
                  worker.decode(stalling);
                  return false;
                } catch (InterruptedException e) {
                  return true;
                }
              });
      stalling.awaitRead();
      other.shutdownNow();
      assertThat(scanning.get(60, TimeUnit.SECONDS)).isTrue();
      stalling.release();
      assertThat(worker.decode(Sources.of("image/png", picture())).info().problem()).isNull();
    }
  }

  @Test
  void closingTheEngineEndsEveryWorker() throws Exception {
    MediaWorker worker = worker(Duration.ofSeconds(60));
    worker.decode(Sources.of("image/png", picture()));
    List<Long> processes = worker.processIds();
    assertThat(processes).isNotEmpty();
    worker.close();
    for (long pid : processes) {
      ProcessHandle.of(pid).ifPresent(each -> each.onExit().orTimeout(30, TimeUnit.SECONDS).join());
      assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }
  }

  @Test
  void whereASandboxIsRequiredMediaIsDecodedInsideOneOrNotAtAll() throws Exception {
    try (MediaWorker worker = new MediaWorker(true, MediaLimits.standard(Duration.ofSeconds(60)))) {
      MediaInfo info = worker.decode(Sources.of("image/png", picture())).info();
      if (worker.sandbox().equals("none")) {
        assertThat(info.problem()).isNotNull();
        assertThat(info.problem().code()).isEqualTo("media.sandbox");
      } else {
        assertThat(info.problem()).isNull();
      }
    }
  }

  @Test
  void withoutASandboxARequiredOneIsRefusedWithHowToGetIt() {
    try (WorkerPool pool = new WorkerPool(true, Sandbox.NONE)) {
      assertThatThrownBy(pool::take)
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("media.sandbox");
                assertThat(problem.remedy()).contains("bubblewrap");
              });
    }
  }

  @Test
  void withoutASandboxTheWorkerStillDecodes() throws Exception {
    WorkerProcess process;
    try (WorkerPool pool = new WorkerPool(false, Sandbox.NONE)) {
      process = pool.take();
      assertThat(process.pipe()).isNotNull();
      pool.giveBack(process, true);
    }
  }

  @Test
  void theSandboxSeesNoHomeAndNoNetworkAndWritesNothing() throws Exception {
    Sandbox sandbox = Sandbox.detect();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        sandbox == Sandbox.BUBBLEWRAP, "skipped: bubblewrap does not work on this machine");
    String probe =
        "ls -A \""
            + System.getProperty("user.home")
            + "\" 2>/dev/null | head -c 1;"
            + " ls /sys/class/net 2>/dev/null | grep -v lo;"
            + " touch /usr/halcyon-probe 2>/dev/null && echo wrote";
    Process process =
        new ProcessBuilder(sandbox.wrap(List.of("/bin/sh", "-c", probe), List.of(), Sandbox.unit()))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes())).isEmpty();
    assertThat(Path.of("/usr/halcyon-probe")).doesNotExist();
  }

  @Test
  void messagesTheProtocolDoesNotKnowAreRefused() {
    byte[] tooLong = {(byte) Pipe.Kind.DROP.ordinal(), 0x7f, 0, 0, 0};
    byte[] unknown = {99, 0, 0, 0, 0};
    for (byte[] bytes : List.of(tooLong, unknown)) {
      try (Pipe pipe = new Pipe(new ByteArrayInputStream(bytes), new ByteArrayOutputStream())) {
        assertThatThrownBy(pipe::receive)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("refused");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
