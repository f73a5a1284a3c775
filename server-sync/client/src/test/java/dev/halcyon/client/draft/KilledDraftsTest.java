package dev.halcyon.client.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left on disk of a workbench that was killed (SIGKILL) while somebody typed. */
class KilledDraftsTest {
  @TempDir Path folder;

  @Test
  void aKilledWorkbenchHasEveryLetterThatItHadSaved() throws IOException, InterruptedException {
    Path file = DraftStore.fileFor(folder, Samples.ANA);
    for (int lines : List.of(1, 40, 220)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  TypingProcess.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int said = 0;
      try (BufferedReader out = process.inputReader()) {
        for (int i = 0; i < lines; i++) {
          said = saved(out.readLine());
        }
        // By its handle: the process itself would close what it still has to say.
        process.toHandle().destroyForcibly();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          // It went on until it died; a last line may be cut short.
          said = line.endsWith(".") ? saved(line) : said;
        }
      }
      process.waitFor();
      try (DraftStore drafts = DraftStore.open(file, Samples.ANA, new TestClock())) {
        assertThat(drafts.notice()).isNull();
        assertThat(drafts.drafts().get(TypingProcess.CASE).note().length())
            .as("killed after %s saves", lines)
            .isBetween(said, said + 1);
      }
    }
  }

  private static int saved(String line) {
    return Integer.parseInt(line.substring(0, line.length() - 1));
  }
}
