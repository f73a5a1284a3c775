package dev.halcyon.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log of the real server, read over HTTP and verified after it stopped. */
@OnBothDatabases
class AuditRoutesTest {
  @TempDir Path data;

  private static List<AuditEntry> read(TestClient auditor, int page) {
    List<AuditEntry> all = new ArrayList<>();
    while (true) {
      long after = all.isEmpty() ? -1 : all.getLast().seq();
      List<AuditEntry> some =
          auditor
              .get("/v1/audit/entries?limit=" + page + "&after=" + after)
              .as(new TypeReference<List<AuditEntry>>() {});
      if (some.isEmpty()) {
        return all;
      }
      all.addAll(some);
    }
  }

  private static AuditEntry signedIn(List<AuditEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.action().equals("auth.signed_in"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void anAuditorCanProveEachEntryAgainstASignedCheckpoint() {
    AuditCheckpoint early;
    AuditCheckpoint late;
    List<AuditEntry> entries;
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data).withSample(null))) {
      TestClient aud = TestClient.signedIn(server, "aud");
      early = aud.get("/v1/audit/checkpoint").as(AuditCheckpoint.class);
      TestClient.signedIn(server, "ana");
      late = aud.get("/v1/audit/checkpoint").as(AuditCheckpoint.class);
      entries = read(aud, 3);
      assertThat(aud.get("/v1/audit/entries?limit=0").status()).isEqualTo(400);
    }
    assertThat(early.size()).isLessThan(late.size());
    assertThat(entries).hasSize((int) late.size());
    List<byte[]> leaves =
        entries.stream().map(entry -> HexFormat.of().parseHex(AuditLeaf.hash(entry))).toList();
    byte[] root = HexFormat.of().parseHex(late.rootHash());
    AuditEntry entry = signedIn(entries);
    assertThat(
            MerkleTree.verifyInclusion(
                HexFormat.of().parseHex(AuditLeaf.hash(entry)),
                entry.seq(),
                late.size(),
                MerkleTree.inclusionProof(leaves, (int) entry.seq()),
                root))
        .isTrue();
    assertThat(
            MerkleTree.verifyConsistency(
                early.size(),
                HexFormat.of().parseHex(early.rootHash()),
                late.size(),
                root,
                MerkleTree.consistencyProof(leaves, (int) early.size())))
        .isTrue();
    assertThat(
            CheckpointKey.verify(
                late, CheckpointKey.readPublic(data.resolve(CheckpointKey.PUBLIC_FILE))))
        .isTrue();
  }

  @Test
  void aStoppedServersLogIsCoveredToItsLastEntryAndVerifies() {
    for (int run = 0; run < 2; run++) {
      try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data).withSample(null))) {
        TestClient.signedIn(server, "ana");
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int exit =
        new AuditVerify(new PrintStream(bytes, true, StandardCharsets.UTF_8))
            .run("--data", data.toString());
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("whole")
        .doesNotContain("not covered")
        .doesNotContain("get their number");
    assertThat(exit).isZero();
  }
}
