package dev.halcyon.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointKeyTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path data;

  @Test
  void theKeyIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
    CheckpointKey first = CheckpointKey.loadOrCreate(data);
    CheckpointKey second = CheckpointKey.loadOrCreate(data);
    assertThat(second.keyId()).isEqualTo(first.keyId()).hasSize(64);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve(CheckpointKey.PRIVATE_FILE))))
        .isEqualTo("rw-------");
    try (var files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(CheckpointKey.PRIVATE_FILE, CheckpointKey.PUBLIC_FILE);
    }
  }

  @Test
  void aCheckpointVerifiesWithTheExportedKeyAndNoAlteredOneDoes() {
    CheckpointKey key = CheckpointKey.loadOrCreate(data);
    var exported = CheckpointKey.readPublic(data.resolve(CheckpointKey.PUBLIC_FILE));
    AuditCheckpoint good = key.sign(7, "ab", NOON);
    assertThat(CheckpointKey.verify(good, exported)).isTrue();
    assertThat(
            CheckpointKey.verify(
                new AuditCheckpoint(8, "ab", NOON, good.signature(), good.keyId()), exported))
        .isFalse();
    assertThat(
            CheckpointKey.verify(
                new AuditCheckpoint(7, "ac", NOON, good.signature(), good.keyId()), exported))
        .isFalse();
    assertThat(
            CheckpointKey.verify(
                new AuditCheckpoint(7, "ab", NOON, "not base64 !", good.keyId()), exported))
        .isFalse();
  }

  @Test
  void aLostPrivateKeyIsNotReplacedInSilence() throws IOException {
    CheckpointKey.loadOrCreate(data);
    Files.delete(data.resolve(CheckpointKey.PRIVATE_FILE));
    assertThatThrownBy(() -> CheckpointKey.loadOrCreate(data))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(CheckpointKey.PRIVATE_FILE)
        .hasMessageContaining("missing");
  }

  @Test
  void aLostPublicFileIsExportedAnew() throws IOException {
    CheckpointKey key = CheckpointKey.loadOrCreate(data);
    Files.delete(data.resolve(CheckpointKey.PUBLIC_FILE));
    CheckpointKey.loadOrCreate(data);
    assertThat(CheckpointKey.readPublic(data.resolve(CheckpointKey.PUBLIC_FILE)))
        .isEqualTo(key.publicKey());
  }

  @Test
  void aDamagedKeyIsRefusedWithItsPath() throws IOException {
    CheckpointKey.loadOrCreate(data);
    Files.writeString(data.resolve(CheckpointKey.PRIVATE_FILE), "not a key");
    assertThatThrownBy(() -> CheckpointKey.loadOrCreate(data))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(data.resolve(CheckpointKey.PRIVATE_FILE).toString());
  }
}
