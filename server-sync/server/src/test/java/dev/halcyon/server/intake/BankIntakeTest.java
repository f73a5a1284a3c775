package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.BankAddition;
import dev.halcyon.protocol.BankHit;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankSummary;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.KnownHash;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.seal.Seals;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Banks from an entry added over HTTP to the verdict of the next item. */
@OnBothDatabases
class BankIntakeTest {
  private static final String TEXT = "The ferry leaves at nine tomorrow.";
  private static final String POLICY =
      """
      id: halcyon-default
      version: 70
      title: With banks
      sla: [{priority: P0, seconds: 60, raise_at_reach: 1000000}]
      stages: [{stage: banks}, {stage: text.rules}, {stage: media.decode}]
      categories:
        - {category: child_safety, title: C, severity: severe, priority: P0,
           thresholds: [{review: 0.5, block: 0.9}],
           clauses: [{id: C1, title: Known, definition: k}]}
      queues: [{id: up, title: Up, escalation: true}, {id: all, title: All}]
      banks:
        - {id: texts, title: Texts, kind: sha256, mode: on, category: child_safety, clause: C1}
        - {id: pictures, title: Pictures, kind: pdq, content: illegal, mode: on,
           category: child_safety, clause: C1}
        - {id: trial, title: Trial, kind: sha256, mode: shadow, category: child_safety}
      """;

  @TempDir Path data;
  private TestClient harbor;
  private int serial;

  private Verdict send(String text, String... media) {
    return harbor
        .post("/v1/items?deadlineMillis=60000", Samples.post("b-" + ++serial, text, media))
        .as(IntakeAnswer.class)
        .verdict();
  }

  private String upload(byte[] bytes) {
    return harbor.upload("image/png", bytes);
  }

  @Test
  void anEntryDecidesTheNextItemAndWithdrawnItNoLongerDoes() {
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data).withSample(null))) {
      server.context().policies().add(PolicyDocuments.parse(POLICY, "p"));
      server.context().policies().publish("system", 70);
      harbor = TestClient.signedIn(server, "harbor");
      TestClient pol = TestClient.signedIn(server, "pol");
      String hash = TextFingerprint.of(TEXT);
      BankAddition addition =
          new BankAddition(BankKind.SHA256, List.of(new KnownHash(hash, null, "test")));

      assertThat(send(TEXT)).isEqualTo(Verdict.ALLOW);
      pol.post("/v1/banks/trial/entries", addition);
      assertThat(send(TEXT)).isEqualTo(Verdict.ALLOW);
      assertThat(pol.get("/v1/banks/trial/hits").as(BankHit[].class)).hasSize(1);
      pol.post("/v1/banks/texts/entries", addition);
      assertThat(send(TEXT.toUpperCase())).isEqualTo(Verdict.BLOCK);
      pol.call("DELETE", "/v1/banks/texts/entries/" + hash, BodyPublishers.noBody());
      assertThat(send(TEXT)).isEqualTo(Verdict.ALLOW);
      assertThat(pol.get("/v1/banks").as(BankSummary[].class)).hasSize(2);
    }
  }

  @Test
  void aPictureIsFoundAgainByItsLookAndNeverDecodedForTheDesk() throws IOException {
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data).withSample(null))) {
      server.context().policies().add(PolicyDocuments.parse(POLICY, "p"));
      server.context().policies().publish("system", 70);
      harbor = TestClient.signedIn(server, "harbor");
      TestClient pol = TestClient.signedIn(server, "pol");
      byte[] picture = BankPictures.scene(false);
      byte[] mirrored = BankPictures.scene(true);

      assertThat(send("", upload(picture))).isEqualTo(Verdict.ALLOW);
      String hash = BankPictures.pdq(picture).hash().hex();
      pol.post(
          "/v1/banks/pictures/entries",
          new BankAddition(BankKind.PDQ, List.of(new KnownHash(hash, 100, "case 1"))));
      assertThat(send("", upload(mirrored))).isEqualTo(Verdict.BLOCK);
      long decoded =
          server
              .context()
              .database()
              .read(
                  handle ->
                      handle
                          .createQuery("select content from assessment")
                          .mapTo(String.class)
                          .list()
                          .stream()
                          .map(Seals.of(handle)::text)
                          .filter(content -> content.contains("media.decode"))
                          .count());
      assertThat(decoded).isEqualTo(1);
    }
  }
}
