package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.SeverityBand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From words on the screen of the real workbench to the person's own times at the real server. */
class ExposureJourneyTest {
  @TempDir Path folder;

  @Test
  void whatWasInSightIsAtTheServerForThePersonAlone() throws IOException {
    try (ServerProcess server = People.server(folder);
        SampleHarbor harbor = new SampleHarbor(server);
        SyncClient ana = new SyncClient(server.url());
        SyncClient bea = new SyncClient(server.url())) {
      UUID caseId = harbor.texts(1).getFirst();
      ana.signIn(People.ANA, People.PASSWORD);
      bea.signIn(People.BEA, People.PASSWORD);
      String words = ana.detail(caseId).item().text().strip();
      Path data = folder.resolve("metered");
      long begun = System.nanoTime();
      try (Workbench bench =
          Workbench.signedIn(
              data, Workbench.QUICK_UNDO, server.url(), People.ANA, People.PASSWORD)) {
        bench.open(caseId);
        bench.awaitText("the item's words", words);
        String said =
            bench.await(
                "two seconds on the arc",
                () ->
                    Optional.ofNullable(bench.scene().getRoot().lookup(".exposure-arc"))
                        .map(arc -> ((Button) arc).getText())
                        .filter(text -> !text.equals("0 s") && !text.equals("1 s")));
        assertThat(said).endsWith(" s");
      }
      long most = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      ExposureSpan today = ana.ownExposure(ZoneId.systemDefault()).today();
      assertThat(today.seenMillis()).isBetween(2_000L, most);
      assertThat(today.bands())
          .allSatisfy(band -> assertThat(band.millis()).containsOnlyKeys(ExposureKind.TEXT));
      assertThat(today.bands())
          .anySatisfy(band -> assertThat(band.band()).isNotEqualTo(SeverityBand.UNKNOWN));
      assertThat(bea.ownExposure(ZoneId.systemDefault()).week().bands()).isEmpty();
      assertThat(ledgers(data)).hasSize(1);
      assertThat(Files.readString(ledgers(data).getFirst()))
          .contains("\"day\"")
          .doesNotContain(words, "\"seen\"");
    }
  }

  private static List<Path> ledgers(Path data) throws IOException {
    try (var files = Files.list(data)) {
      return files
          .filter(file -> file.getFileName().toString().matches("exposure-.*\\.log"))
          .toList();
    }
  }
}
