package dev.halcyon.client.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left on disk of a workbench that was killed (SIGKILL) while it wrote. */
class KilledMeterTest {
  @TempDir Path folder;

  @Test
  void aKilledWorkbenchLosesNothingThatItHadWritten() throws IOException, InterruptedException {
    Path file = ExposureLedger.fileFor(folder, Samples.ANA);
    for (int lines : List.of(1, 47, 310)) {
      long before = seen(file);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  MeteringProcess.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long said = 0;
      try (BufferedReader out = process.inputReader()) {
        for (int i = 0; i < lines; i++) {
          said = Long.parseLong(String.valueOf(out.readLine()));
        }
        // By its handle: the process itself would close what it still has to say.
        process.toHandle().destroyForcibly();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          // It went on until it died; a last number may be cut short.
          said = line.endsWith("000") ? Math.max(said, Long.parseLong(line)) : said;
        }
      }
      process.waitFor();
      assertThat(seen(file) - before)
          .as("killed after %s writes", lines)
          .isBetween(said, said + 1_000);
    }
  }

  private static long seen(Path file) {
    try (ExposureLedger ledger = ExposureLedger.open(file, Samples.ANA, new TestClock())) {
      assertThat(ledger.notice()).isNull();
      return ledger.span(ledger.today(), ledger.today().plusDays(2)).seenMillis();
    }
  }
}
