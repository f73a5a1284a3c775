package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that fail in every way, played by a shell: the host says how, and goes on. */
@Timeout(120)
class FailingWorkerTest {
  /** Says hello as this build's worker does, and waits for a job. */
  private static final String GREET =
      "printf '\\000\\000\\000\\000\\004\\000\\000\\000\\00" + Pipe.VERSION + "'; head -c 5 >&2; ";

  private static final byte[] FILE = new byte[100];

  private static MediaWorker worker(String script, Duration wall) {
    WorkerPool.Start start =
        new WorkerPool.Start() {
          @Override
          public Sandbox sandbox() {
            return Sandbox.NONE;
          }

          @Override
          public List<String> serving(String unit) {
            return List.of("/bin/sh", "-c", GREET + script);
          }
        };
    return new MediaWorker(new WorkerPool(start), MediaLimits.standard(wall));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 3 | media.memory | it needs more memory than the 512 MB",
        "echo There is insufficient memory for the Java Runtime >&2; exit 1 | media.memory | 512",
        "kill -SEGV $$ | media.crash | it was ended by signal 11",
        "kill -KILL $$ | media.crash | it was ended by signal 9",
        "exit 0 | media.crash | it ended with code 0",
        "printf garbage; sleep 60 | media.crash | it broke the protocol",
        "printf '\\007\\000\\000\\000\\001x'; sleep 60 | media.crash | it broke the protocol",
        "printf '\\011\\000\\000\\000\\001x'; sleep 60 | media.crash | it broke the protocol",
        // The end of a sound scan in which nothing was heard.
        "printf '\\017\\000\\000\\000\\022'; head -c 18 /dev/zero; sleep 60 | media.crash | broke",
        "sleep 60 | media.time | it took longer than"
      })
  void aFailingWorkerIsAProblemThatSaysHowItFailed(String script, String code, String why)
      throws Exception {
    try (MediaWorker worker = worker(script, Duration.ofSeconds(1))) {
      MediaInfo info = worker.decode(Sources.of("image/png", FILE)).info();
      assertThat(info.state()).isEqualTo(MediaState.FAILED);
      assertThat(info.problem()).isNotNull();
      assertThat(info.problem().code()).isEqualTo(code);
      assertThat(info.problem().message()).startsWith("Decoder failed: ").contains(why);
      assertThat(info.problem().remedy()).isNotBlank();
      assertThatThrownBy(() -> worker.fingerprint(Sources.of("image/png", FILE), 1))
          .as("the next request meets the next worker")
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
  }

  @Test
  void aHangingWorkerHoldsUpNobodyElse() throws Exception {
    String script = "case $(head -c 20 | od -An -c) in *h*a*n*g*) sleep 60 ;; *) exit 3 ;; esac";
    try (MediaWorker worker = worker(script, Duration.ofSeconds(30));
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> hanging = other.submit(() -> worker.decode(Sources.of("hang/hang", FILE)));
      for (int i = 0; i < 3; i++) {
        assertThat(worker.decode(Sources.of("image/png", FILE)).info().problem())
            .satisfies(problem -> assertThat(problem.message()).contains("memory"));
      }
      assertThat(hanging.isDone()).isFalse();
      other.shutdownNow();
      assertThat(other.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
