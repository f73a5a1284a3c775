package dev.halcyon.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.changes.Sequencer;
import dev.halcyon.server.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class AuditLogTest {
  @TempDir Path data;

  private final AuditRepository repository = new AuditRepository();
  private final AuditLog log = new AuditLog(Clock.systemUTC());
  private Database database;
  private CheckpointKey key;
  private AuditSequencer sequencer;

  @BeforeEach
  void open() {
    database = TestDatabases.open(data);
    key = CheckpointKey.loadOrCreate(data);
    sequencer = new AuditSequencer(database, key, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(String subject) {
    database.useTransaction(
        handle -> log.append(handle, "system", "test.done", subject, Map.of("n", 1), Map.of()));
  }

  private List<AuditEntry> entries() {
    return database.read(handle -> repository.entries(handle, -1, 100_000));
  }

  @Test
  void theCanonicalFormOfALeafNeverChanges() {
    // Any other value here means that every log written before can no longer be verified.
    assertThat(
            AuditLeaf.hash(
                3, Instant.parse("2026-01-02T03:04:05.678901Z"), "a", "b.c", "s", "{\"x\":1}"))
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MerkleTree.leaf(
                        """
                        {"action":"b.c","actor":"a","at":"2026-01-02T03:04:05.678901Z",\
                        "details":"{\\"x\\":1}","seq":3,"subject":"s"}\
                        """
                            .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void entriesAreNumberedWithoutGapsWhoeverCommitsWhen() throws Exception {
    Sequencer background = new Sequencer(database);
    background.also(sequencer);
    background.start();
    try (var writers = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> work =
          IntStream.range(0, 120)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        if (i % 10 == 0) {
                          rollBack(i);
                        } else {
                          append("s" + i);
                        }
                        return null;
                      })
              .toList();
      for (var done : writers.invokeAll(work)) {
        done.get();
      }
    }
    AuditCheckpoint checkpoint = sequencer.checkpoint();
    background.close();
    List<AuditEntry> entries = entries();
    assertThat(entries).hasSize(108);
    assertThat(entries).extracting(AuditEntry::seq).containsExactlyElementsOf(sequence(108));
    assertThat(entries).extracting(AuditEntry::subject).doesNotHaveDuplicates();
    assertThat(entries).allMatch(entry -> AuditLeaf.hash(entry).equals(entry.leafHash()));
    assertThat(checkpoint.size()).isEqualTo(108);
    assertThat(checkpoint.rootHash())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MerkleTree.root(
                        entries.stream()
                            .map(entry -> HexFormat.of().parseHex(entry.leafHash()))
                            .toList())));
  }

  private static List<Long> sequence(int size) {
    return IntStream.range(0, size).mapToObj(Long::valueOf).toList();
  }

  private void rollBack(int i) {
    try {
      database.useTransaction(
          handle -> {
            log.append(handle, "system", "test.undone", "s" + i, Map.of(), Map.of());
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("rolled back");
    }
  }

  @Test
  void eachCheckpointExtendsTheOneBefore() {
    List<AuditCheckpoint> checkpoints = new ArrayList<>(List.of(sequencer.checkpoint()));
    for (int i = 0; i < 7; i++) {
      append("s" + i);
      checkpoints.add(sequencer.checkpoint());
    }
    List<byte[]> leaves =
        entries().stream().map(entry -> HexFormat.of().parseHex(entry.leafHash())).toList();
    for (AuditCheckpoint older : checkpoints) {
      AuditCheckpoint newest = checkpoints.getLast();
      assertThat(CheckpointKey.verify(older, key.publicKey())).isTrue();
      assertThat(
              MerkleTree.verifyConsistency(
                  older.size(),
                  HexFormat.of().parseHex(older.rootHash()),
                  newest.size(),
                  HexFormat.of().parseHex(newest.rootHash()),
                  MerkleTree.consistencyProof(leaves, (int) older.size())))
          .isTrue();
    }
  }

  @Test
  void aQuietLogIsSignedOnceAndNotAgain() {
    append("s");
    AuditCheckpoint first = sequencer.checkpoint();
    assertThat(sequencer.checkpoint()).isEqualTo(first);
    database.useTransaction(sequencer::number);
    assertThat(database.read(repository::checkpoints)).hasSize(1);
  }

  @Test
  void moreEntriesThanOnePageAreAllNumbered() {
    database.useTransaction(
        handle -> {
          for (int i = 0; i < 2500; i++) {
            log.append(handle, "system", "test.done", "s" + i, Map.of(), Map.of());
          }
        });
    assertThat(sequencer.checkpoint().size()).isEqualTo(2500);
    assertThat(entries()).extracting(AuditEntry::seq).containsExactlyElementsOf(sequence(2500));
  }

  @Test
  void forgettingAPersonKeepsTheProofAndLosesThePerson() {
    String person = "author:harbor:u-17";
    database.useTransaction(
        handle -> {
          log.append(
              handle, "system", "item.received", "i1", Map.of(), Map.of("author", "u-17"), person);
          log.append(
              handle, "system", "item.received", "i2", Map.of(), Map.of("author", "u-18"), "other");
        });
    sequencer.checkpoint();
    String commitment = commitment(entries().getFirst());
    String others = commitment(entries().getLast());
    assertThat(entries().getFirst().details()).doesNotContain("u-17");
    var known = personal(commitment).orElseThrow();
    assertThat(known.content()).isEqualTo("u-17");
    assertThat(AuditLog.commitment(known.secret(), known.name(), known.content()))
        .isEqualTo(commitment);

    int destroyed = database.inTransaction(handle -> log.forget(handle, "system", person));
    sequencer.checkpoint();

    assertThat(destroyed).isEqualTo(1);
    assertThat(personal(commitment)).isEmpty();
    assertThat(personal(others)).isPresent();
    assertThat(entries().getLast().action()).isEqualTo("personal.forgotten");
    assertThat(entries().toString()).doesNotContain("u-17").doesNotContain("harbor");
    var report =
        database.read(handle -> new AuditVerifier(key.publicKey()).verify(handle, List.of()));
    assertThat(report.fault()).isNull();
  }

  private Optional<AuditRepository.Personal> personal(String commitment) {
    return database.read(handle -> repository.personal(handle, commitment));
  }

  private static String commitment(AuditEntry entry) {
    return Wire.read(entry.details(), JsonNode.class).path("personal").path("author").asText();
  }

  @Test
  void theSameValueTwiceGivesTwoCommitments() {
    database.useTransaction(
        handle -> {
          for (int i = 0; i < 2; i++) {
            log.append(handle, "system", "x.y", "i" + i, Map.of(), Map.of("author", "u"), "p");
          }
        });
    sequencer.checkpoint();
    assertThat(entries()).extracting(AuditLogTest::commitment).doesNotHaveDuplicates();
  }
}
