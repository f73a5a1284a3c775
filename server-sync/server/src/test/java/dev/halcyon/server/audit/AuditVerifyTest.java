package dev.halcyon.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way of tampering with a closed database, and what {@code audit verify} says of it. */
class AuditVerifyTest {
  @TempDir Path data;
  @TempDir Path elsewhere;

  private final AuditRepository repository = new AuditRepository();

  @BeforeEach
  void writeALogOfTwelveEntriesWithThreeCheckpoints() {
    try (Database database = Database.open(Database.fileUrl(data))) {
      CheckpointKey key = CheckpointKey.loadOrCreate(data);
      AuditLog log = new AuditLog(Clock.systemUTC());
      AuditSequencer sequencer = new AuditSequencer(database, key, Clock.systemUTC());
      for (int i = 0; i < 12; i++) {
        String subject = "case-" + i;
        database.useTransaction(
            handle ->
                log.append(
                    handle, "ana", "decision.made", subject, Map.of("action", "ALLOW"), Map.of()));
        if (i % 4 == 3) {
          sequencer.checkpoint();
        }
      }
    }
  }

  private record Answer(int exit, String text) {}

  private Answer verify(String... more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
    arguments.addAll(List.of(more));
    int exit =
        new AuditVerify(new PrintStream(bytes, true, StandardCharsets.UTF_8))
            .run(arguments.toArray(String[]::new));
    return new Answer(exit, bytes.toString(StandardCharsets.UTF_8));
  }

  private void tamper(Consumer<Handle> work) {
    Jdbi.create(Database.fileUrl(data), "halcyon", "").useTransaction(work::accept);
  }

  private static void sql(Handle handle, String statement) {
    assertThat(handle.execute(statement)).isPositive();
  }

  @Test
  void anUntouchedLogIsWhole() {
    Answer answer = verify();
    assertThat(answer.text()).contains("12 entries, 3 signed checkpoints").contains("whole");
    assertThat(answer.exit()).isZero();
  }

  @Test
  void aChangedDetailIsFoundAndNamed() {
    tamper(h -> sql(h, "update audit_entry set details = '{\"action\":\"REMOVE\"}' where seq = 5"));
    Answer answer = verify();
    assertThat(answer.text()).contains("FAULT: entry 5 (decision.made").contains("was changed");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void aChangedActorOrTimeIsFound() {
    tamper(h -> sql(h, "update audit_entry set actor = 'lin' where seq = 0"));
    assertThat(verify().text()).contains("FAULT: entry 0 ");
    tamper(h -> sql(h, "update audit_entry set actor = 'ana' where seq = 0"));
    assertThat(verify().exit()).isZero();
    tamper(
        h ->
            sql(
                h,
                "update audit_entry set made_at = made_at + interval '1' second where seq = 11"));
    assertThat(verify().text()).contains("FAULT: entry 11 ");
  }

  @Test
  void aChangedEntryWithItsHashMendedIsFoundByTheCheckpoint() {
    tamper(
        handle -> {
          AuditEntry entry = repository.entries(handle, 4, 1).getFirst();
          String details = "{\"action\":\"REMOVE\"}";
          String leaf =
              AuditLeaf.hash(5, entry.at(), entry.actor(), entry.action(), "case-5", details);
          handle.execute(
              "update audit_entry set details = ?, leaf_hash = ? where seq = 5", details, leaf);
        });
    Answer answer = verify();
    assertThat(answer.text()).contains("FAULT: entry 4 or one after it, up to 7");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void aRemovedRowIsFound() {
    tamper(h -> sql(h, "delete from audit_entry where seq = 6"));
    assertThat(verify()).isEqualTo(new Answer(1, verify().text()));
    assertThat(verify().text()).contains("FAULT: entry 6 is missing; the next one is 7");
  }

  @Test
  void aRemovedTailIsFound() {
    tamper(h -> sql(h, "delete from audit_entry where seq >= 10"));
    assertThat(verify().text()).contains("FAULT: entry 10 and what followed it are missing");
    assertThat(verify().exit()).isEqualTo(1);
  }

  @Test
  void twoRowsInEachOthersPlaceAreFound() {
    tamper(
        handle -> {
          sql(handle, "update audit_entry set seq = 100 where seq = 2");
          sql(handle, "update audit_entry set seq = 2 where seq = 3");
          sql(handle, "update audit_entry set seq = 3 where seq = 100");
        });
    assertThat(verify().text()).contains("FAULT: entry 2 ");
    assertThat(verify().exit()).isEqualTo(1);
  }

  @Test
  void aRowRemovedAndTheRestRenumberedAndRehashedIsFound() {
    tamper(
        handle -> {
          sql(handle, "delete from audit_entry where seq = 6");
          for (AuditEntry entry : repository.entries(handle, 6, 100)) {
            long seq = entry.seq() - 1;
            String leaf =
                AuditLeaf.hash(
                    seq,
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    entry.details());
            handle.execute(
                "update audit_entry set seq = ?, leaf_hash = ? where seq = ?",
                seq,
                leaf,
                entry.seq());
          }
        });
    assertThat(verify().text()).contains("FAULT: entry 4 or one after it, up to 7");
    assertThat(verify().exit()).isEqualTo(1);
  }

  @Test
  void aForgedCheckpointIsFound() {
    tamper(
        h ->
            sql(
                h,
                "update audit_checkpoint set root_hash = '"
                    + HexFormat.of().formatHex(MerkleTree.leaf(new byte[1]))
                    + "' where size = 8"));
    Answer answer = verify();
    assertThat(answer.text()).contains("FAULT: the checkpoint over 8 entries is not signed");
    assertThat(answer.exit()).isEqualTo(1);
  }

  @Test
  void aCheckpointSignedByAnotherKeyIsFound() {
    CheckpointKey other = CheckpointKey.loadOrCreate(elsewhere);
    tamper(
        handle -> {
          AuditCheckpoint old = repository.latestCheckpoint(handle).orElseThrow();
          AuditCheckpoint forged = other.sign(12, old.rootHash(), old.at());
          handle.execute(
              "update audit_checkpoint set signature = ?, key_id = ? where size = 12",
              forged.signature(),
              forged.keyId());
        });
    assertThat(verify().text()).contains("FAULT: the checkpoint over 12 entries is not signed");
    assertThat(verify("--key", elsewhere.resolve(CheckpointKey.PUBLIC_FILE).toString()).text())
        .contains("FAULT: the checkpoint over 4 entries is not signed");
  }

  @Test
  void aLogCutShortWithItsCheckpointsIsFoundByACheckpointKeptElsewhere() throws IOException {
    Path kept = elsewhere.resolve("checkpoint.json");
    tamper(
        handle -> {
          try {
            Files.writeString(kept, Wire.write(repository.latestCheckpoint(handle).orElseThrow()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          sql(handle, "delete from audit_entry where seq >= 8");
          sql(handle, "delete from audit_checkpoint where size > 8");
        });
    assertThat(verify().exit()).isZero();
    assertThat(verify("--checkpoint", kept.toString()).text())
        .contains("FAULT: entry 8 and what followed it are missing");
  }

  @Test
  void aLogWithoutAnyCheckpointIsNotTrusted() {
    tamper(h -> sql(h, "delete from audit_checkpoint"));
    assertThat(verify().text()).contains("FAULT: no signed checkpoint is left");
    assertThat(verify().exit()).isEqualTo(1);
  }

  @Test
  void aRunningServersDatabaseIsNamedAsSuch() {
    try (Database database = Database.open(Database.fileUrl(data))) {
      assertThat(database.read(repository::checkpoints)).hasSize(3);
      Answer answer = runInAnotherProcess();
      assertThat(answer.text()).contains("running server").contains("Stop that server");
      assertThat(answer.exit()).isEqualTo(1);
    }
  }

  @Test
  void theProgramItselfVerifiesWhatAnOrderlyEndLeft() {
    Answer whole = runInAnotherProcess();
    assertThat(whole.text()).contains("12 entries, 3 signed checkpoints").contains("is whole");
    assertThat(whole.exit()).isZero();
    tamper(h -> sql(h, "update audit_entry set actor = 'lin' where seq = 7"));
    Answer broken = runInAnotherProcess();
    assertThat(broken.text()).contains("FAULT: entry 7 ").doesNotContain("is whole");
    assertThat(broken.exit()).isEqualTo(1);
  }

  /** H2 keeps out other processes, but not another connection of the same one. */
  private Answer runInAnotherProcess() {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  AuditVerify.class.getName(),
                  "--data",
                  data.toString())
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFolderWithoutADatabaseAndWrongUsageAreNamed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AuditVerify program = new AuditVerify(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(program.run("--data", elsewhere.toString())).isEqualTo(1);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("no Halcyon database");
    assertThat(program.run("--nonsense")).isEqualTo(2);
    assertThat(program.run()).isEqualTo(2);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("usage: audit verify");
  }

  @Test
  void verifyingWritesNothing() throws IOException {
    byte[] before = Files.readAllBytes(data.resolve("halcyon.mv.db"));
    verify();
    assertThat(Files.readAllBytes(data.resolve("halcyon.mv.db"))).isEqualTo(before);
  }
}
