package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.testing.Storm;
import dev.halcyon.engine.testing.StormSeeds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files and random texts: each is answered, and nothing is left behind. */
class StormTest {
  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void aSquallOfDamagedFilesAndTextsIsAnsweredAndLeavesNothingBehind() throws Exception {
    storm(StormSeeds.make(folder), 90, 500);
  }

  @Test
  @Tag("long")
  void aStormOfDamagedFilesAndTextsIsAnsweredAndLeavesNothingBehind() throws Exception {
    storm(StormSeeds.make(folder), 5000, 100_000);
  }

  private static void storm(List<byte[]> seeds, int files, int texts) throws Exception {
    byte[] good = Painting.file(Painting.scene(1, 64, 48), "png");
    try (MediaWorker once = new MediaWorker(false, Storm.limits())) {
      once.decode(Sources.of("image/png", good));
    }
    try (RescanEngine once = RescanEngine.start(EngineOptions.forServer())) {
      once.scan(Scans.text("what is loaded once for good is no leak", null, Scans.policy(2)));
    }
    Storm.awaitChildren();
    long children = Storm.children();
    long handles = Storm.openHandles();
    Storm storm = new Storm(seeds, 12);
    try (MediaWorker worker = new MediaWorker(false, Storm.limits())) {
      storm.files(worker, files);
      assertThat(worker.decode(Sources.of("image/png", good)).info().problem())
          .as("a good picture after the storm")
          .isNull();
    }
    try (RescanEngine engine = RescanEngine.start(EngineOptions.forServer())) {
      storm.texts(engine, texts);
    }
    assertThat(storm.failures()).isEmpty();
    assertThat(storm.answers().values().stream().mapToInt(each -> each).sum())
        .isEqualTo(files + texts);
    Storm.awaitChildren();
    assertThat(Storm.openHandles()).as("handles").isLessThanOrEqualTo(handles);
    assertThat(Storm.children()).as("processes").isLessThanOrEqualTo(children);
  }
}
