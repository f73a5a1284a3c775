package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.LargeFiles;
import dev.halcyon.engine.testing.Memory;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, a worker stays within its memory, and says so where that does not do. */
@Timeout(300)
class WorkerMemoryTest {
  private static final MediaLimits LIMITS = MediaLimits.standard(Duration.ofSeconds(120));

  @TempDir private Path folder;

  private static MediaWorker worker() {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")) && WorkerCommand.hasShell(),
        "skipped: memory is looked up where Linux states it");
    return new MediaWorker(false, LIMITS);
  }

  @Test
  void largePicturesAndFilmsAreLookedAtWithinTheLimit() throws Exception {
    for (Map.Entry<String, byte[]> file : LargeFiles.made(folder).entrySet()) {
      try (MediaWorker worker = worker()) {
        DecodedMedia decoded = worker.decode(Sources.of("image/png", file.getValue()));
        assertThat(decoded.info().problem()).as(file.getKey()).isNull();
        assertThat(decoded.frames()).as(file.getKey()).isNotEmpty();
        assertThat((long) decoded.info().width() * decoded.info().height())
            .as("its size as it is stored")
            .isGreaterThan(33_000_000);
        assertThat(Memory.mostOfChildren()).as(file.getKey()).isBetween(20.0, 512.0);
      }
    }
  }

  @Test
  void whatNeedsMoreSaysSoNamesTheSettingAndCostsNoWorker() throws Exception {
    try (MediaWorker worker = worker()) {
      byte[] good = Painting.file(Painting.scene(1, 64, 48), "png");
      assertThat(worker.decode(Sources.of("image/png", good)).info().problem()).isNull();
      List<Long> before = worker.processIds();
      for (Map.Entry<String, byte[]> each : LargeFiles.tooLarge().entrySet()) {
        DecodedMedia large = worker.decode(Sources.of("image/x", each.getValue()));
        Problem problem = large.info().problem();
        assertThat(large.info().state()).as(each.getKey()).isEqualTo(MediaState.FAILED);
        assertThat(problem).isNotNull();
        assertThat(problem.code()).as(each.getKey()).isEqualTo("media.memory");
        assertThat(problem.message())
            .contains("Decoder failed: it needs more memory")
            .contains("512");
        assertThat(problem.remedy()).contains("HALCYON_WORKER_MEMORY");
        assertThat(Memory.mostOfChildren()).isLessThan(512);
      }
      assertThat(worker.decode(Sources.of("image/png", good)).info().problem()).isNull();
      assertThat(worker.processIds()).as("it lives on").containsAll(before);
    }
  }

  @Test
  void whoRunsTheMachineMayGrantMore() throws Exception {
    System.setProperty(DecoderMemory.PROPERTY, "1300");
    try (MediaWorker worker = worker()) {
      assertThat(
              worker.decode(Sources.of("image/png", LargeFiles.interlacedPng())).info().problem())
          .isNull();
    } finally {
      System.clearProperty(DecoderMemory.PROPERTY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "-1", "100", "99999999", "512M"})
  void aSettingThatIsNoNumberOfMegabytesIsSaid(String said) {
    assertThatThrownBy(() -> WorkerMemory.of(said))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.getMessage()).contains("'" + said + "'");
              assertThat(problem.remedy()).contains("HALCYON_WORKER_MEMORY").contains("256");
            });
  }

  @Test
  void withoutASettingItIs512Megabytes() {
    assertThat(WorkerMemory.of(null)).isEqualTo(WorkerMemory.of(" 512 "));
    assertThat(WorkerMemory.of("").dataKib()).isLessThan(512 << 10);
  }
}
