package dev.halcyon.engine.fingerprint.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashBankTest {
  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("known.bank");
  }

  private static BankEntry entry(long bits, String label) {
    return new BankEntry(new PdqHash(bits, bits * 31, ~bits, 7), 90, label);
  }

  private void create(BankEntry... entries) {
    HashBank.create(file, HashKind.PDQ, List.of(entries));
  }

  private static void assertProblem(ThrowingCallable work, String code, String words) {
    assertThatThrownBy(work)
        .asInstanceOf(type(UserProblem.class))
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.getMessage()).contains(words);
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  @Test
  void addedAndWithdrawnEntriesAreSeenAtOnceAndAfterReopening() {
    create(entry(1, "one"), entry(2, "two"));
    try (HashBank bank = HashBank.open(file)) {
      bank.add(List.of(entry(3, "three")));
      assertThat(bank.search(entry(3, "").hash(), 0)).hasSize(1);
      assertThat(bank.withdraw(entry(1, "").hash())).isEqualTo(1);
      assertThat(bank.search(entry(1, "").hash(), 0)).isEmpty();
      // No close and no fold: another reader sees what is on disk.
      try (HashBank reader = HashBank.read(file)) {
        assertThat(reader.size()).isEqualTo(2);
        assertThat(reader.search(entry(3, "").hash(), 0).getFirst().entry())
            .isEqualTo(entry(3, "three"));
      }
    }
  }

  @Test
  void sameHashMayStandUnderSeveralLabelsAndGoesUnderAll() {
    create(entry(1, "harbour list"), entry(1, "harbour list"), entry(1, "other list"));
    try (HashBank bank = HashBank.open(file)) {
      assertThat(bank.size()).isEqualTo(2);
      assertThat(bank.add(List.of(entry(1, "other list"), entry(1, "third list")))).isEqualTo(1);
      assertThat(bank.withdraw(entry(1, "").hash())).isEqualTo(3);
      assertThat(bank.size()).isZero();
      assertThat(bank.withdraw(entry(1, "").hash())).isZero();
      assertThat(bank.add(List.of(entry(1, "other list")))).isEqualTo(1);
    }
  }

  @Test
  void foldingPutsTheChangesIntoTheBaseAndEmptiesTheLog() throws IOException {
    create(entry(1, "one"));
    try (HashBank bank = HashBank.open(file)) {
      bank.add(List.of(entry(2, "zwei – два")));
      bank.withdraw(entry(1, "").hash());
      bank.fold();
      assertThat(bank.pending()).isZero();
      assertThat(bank.size()).isEqualTo(1);
      bank.add(List.of(entry(5, "five")));
    }
    assertThat(Files.exists(BankFiles.unfinished(file))).isFalse();
    try (HashBank bank = HashBank.read(file)) {
      assertThat(bank.search(entry(2, "").hash(), 0).getFirst().entry().label())
          .isEqualTo("zwei – два");
      assertThat(bank.size()).isEqualTo(2);
    }
  }

  @Test
  void crashBetweenNewBaseAndNewLogLosesNothing() throws IOException {
    create(entry(1, "one"));
    Path log = BankFiles.log(file);
    byte[] oldLog;
    try (HashBank bank = HashBank.open(file)) {
      bank.add(List.of(entry(2, "two")));
      oldLog = Files.readAllBytes(log);
      bank.fold();
    }
    // The base is new, the log still the old one: as after a crash between the two renames.
    Files.write(log, oldLog);
    try (HashBank bank = HashBank.read(file)) {
      assertThat(bank.size()).isEqualTo(2);
    }
    try (HashBank bank = HashBank.open(file)) {
      assertThat(bank.size()).isEqualTo(2);
      bank.add(List.of(entry(3, "three")));
    }
    try (HashBank bank = HashBank.read(file)) {
      assertThat(bank.size()).isEqualTo(3);
    }
  }

  @Test
  void logCutOffAnywhereKeepsEveryWholeChangeAndSetsTheRestAside() throws IOException {
    create(entry(1, "one"));
    Path log = BankFiles.log(file);
    List<Long> ends = new ArrayList<>();
    try (HashBank bank = HashBank.open(file)) {
      ends.add(Files.size(log));
      for (int i = 2; i < 6; i++) {
        bank.add(List.of(entry(i, "label " + i)));
        ends.add(Files.size(log));
      }
    }
    byte[] whole = Files.readAllBytes(log);
    for (int length = ends.getFirst().intValue(); length <= whole.length; length++) {
      Files.write(log, Arrays.copyOf(whole, length));
      long at = length;
      int kept = (int) ends.stream().filter(end -> end <= at).count() - 1;
      try (HashBank bank = HashBank.read(file)) {
        assertThat(bank.size()).isEqualTo(1 + kept);
      }
      try (HashBank bank = HashBank.open(file)) {
        assertThat(bank.size()).isEqualTo(1 + kept);
      }
      Path aside = folder.resolve("known.bank.log.torn-" + ends.get(kept));
      assertThat(Files.exists(aside)).isEqualTo(!ends.contains(at));
      Files.deleteIfExists(aside);
    }
  }

  @Test
  void lastChangeWhosePagesWereNeverFilledIsTorn() throws IOException {
    create(entry(1, "one"));
    Path log = BankFiles.log(file);
    try (HashBank bank = HashBank.open(file)) {
      bank.add(List.of(entry(2, "two")));
    }
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length + 5000));
    try (HashBank bank = HashBank.open(file)) {
      assertThat(bank.size()).isEqualTo(2);
      bank.add(List.of(entry(3, "three")));
    }
    try (HashBank bank = HashBank.read(file)) {
      assertThat(bank.size()).isEqualTo(3);
    }
  }

  @Test
  void anyChangedByteOfTheLogIsNoticed() throws IOException {
    create(entry(1, "one"));
    Path log = BankFiles.log(file);
    try (HashBank bank = HashBank.open(file)) {
      bank.add(List.of(entry(2, "two")));
      bank.withdraw(entry(1, "").hash());
    }
    byte[] whole = Files.readAllBytes(log);
    for (int at = 0; at < whole.length; at++) {
      byte[] bent = whole.clone();
      bent[at] ^= 0x10;
      Files.write(log, bent);
      assertProblem(() -> HashBank.read(file), "bank.damaged", "known.bank.log");
      assertProblem(() -> HashBank.open(file), "bank.damaged", "known.bank.log");
      assertThat(Files.readAllBytes(log)).isEqualTo(bent);
    }
  }

  @Test
  void truncatedBaseIsRefusedAtAnyLength() throws IOException {
    create(entry(1, "one"), entry(2, "two"));
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {8, 100, 4095, 4096, 4200, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertProblem(() -> HashBank.read(file), "bank.damaged", "known.bank");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertProblem(() -> HashBank.read(file), "bank.damaged", "should have " + whole.length);
  }

  @Test
  void changedByteInAnyPartOfTheBaseIsRefused() throws IOException {
    create(entry(1, "one"), entry(2, "two"));
    byte[] whole = Files.readAllBytes(file);
    List<Integer> places = new ArrayList<>(List.of(12, 20, 60, 4000, whole.length - 1));
    for (int at = 4096; at < whole.length; at += 40_009) {
      places.add(at);
    }
    for (int at : places) {
      byte[] bent = whole.clone();
      bent[at] ^= 1;
      Files.write(file, bent);
      assertProblem(() -> HashBank.read(file), "bank.damaged", "checksum");
    }
  }

  @Test
  void whatIsNoBankIsRefusedWithTheWayToMakeOne() throws IOException {
    Files.writeString(file, "not a bank at all");
    assertProblem(() -> HashBank.read(file), "bank.foreign", "no bank");
    Files.writeString(file, "");
    assertProblem(() -> HashBank.read(file), "bank.foreign", "no bank");
    assertProblem(() -> HashBank.read(folder.resolve("none")), "bank.read", "none");
    assertProblem(() -> HashBank.open(folder.resolve("none")), "bank.read", "none");
  }

  @Test
  void logOfAnotherBankIsRefused() throws IOException {
    create(entry(1, "one"));
    Path other = folder.resolve("other.bank");
    HashBank.create(other, HashKind.PDQ, List.of(entry(9, "nine")));
    HashBank.open(other).close();
    Files.copy(BankFiles.log(other), BankFiles.log(file));
    assertProblem(() -> HashBank.read(file), "bank.mixed", "do not belong together");
    assertProblem(() -> HashBank.open(file), "bank.mixed", "do not belong together");
  }

  @Test
  void baseRestoredFromAnOlderBackupIsNotMixedWithTheNewerLog() throws IOException {
    create(entry(1, "one"));
    byte[] backup = Files.readAllBytes(file);
    try (HashBank bank = HashBank.open(file)) {
      bank.add(List.of(entry(2, "two")));
      bank.fold();
    }
    Files.write(file, backup);
    assertProblem(() -> HashBank.read(file), "bank.mixed", "do not belong together");
  }

  @Test
  void oneWriterAtATimeAndAnyReaders() {
    create(entry(1, "one"));
    try (HashBank writer = HashBank.open(file)) {
      assertProblem(() -> HashBank.open(file), "bank.locked", "open for changes elsewhere");
      try (HashBank reader = HashBank.read(file)) {
        assertThat(reader.size()).isEqualTo(writer.size());
        assertThatThrownBy(() -> reader.add(List.of(entry(2, ""))))
            .isInstanceOf(IllegalStateException.class);
      }
    }
    HashBank.open(file).close();
  }

  @Test
  void existingBankIsNeverWrittenOver() {
    create(entry(1, "one"));
    assertProblem(() -> create(entry(2, "two")), "bank.exists", "exists already");
    try (HashBank bank = HashBank.read(file)) {
      assertThat(bank.search(entry(1, "").hash(), 0)).hasSize(1);
    }
  }

  @Test
  void hashOfAnotherKindIsRefused() {
    create(entry(1, "one"));
    try (HashBank bank = HashBank.open(file)) {
      assertProblem(() -> bank.search(new SimHash(1), 3), "bank.kind", "not of simhash");
      assertProblem(
          () -> bank.add(List.of(new BankEntry(new SimHash(1), -1, ""))), "bank.kind", "simhash");
      assertThat(bank.withdraw(new SimHash(1))).isZero();
    }
  }

  @Test
  void labelsTooLongAndQualitiesOutOfRangeAreRefused() {
    assertProblem(() -> entry(1, "x".repeat(1001)), "bank.label", "longer than 1000");
    assertProblem(() -> new BankEntry(new SimHash(1), 101, ""), "bank.quality", "101");
  }

  @Test
  void unwritableFolderLeavesNothingBehind() throws IOException {
    Path missing = folder.resolve("no-such-folder").resolve("x.bank");
    assertProblem(
        () -> HashBank.create(missing, HashKind.PDQ, List.of(entry(1, ""))),
        "bank.write",
        "could not be written");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void searchesGoOnWhileOthersAddWithdrawAndFold() throws Exception {
    List<BankEntry> steady = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      steady.add(entry(i * 0x9E3779B97F4A7C15L, "steady"));
    }
    HashBank.create(file, HashKind.PDQ, steady);
    AtomicBoolean over = new AtomicBoolean();
    try (HashBank bank = HashBank.open(file);
        ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<Integer> seen =
          pool.submit(
              () -> {
                int rounds = 0;
                while (!over.get() || rounds == 0) {
                  BankEntry each = steady.get(rounds++ % steady.size());
                  assertThat(bank.search(each.hash(), 31))
                      .anyMatch(match -> match.entry().equals(each));
                }
                return rounds;
              });
      try {
        for (int i = 0; i < 40; i++) {
          bank.add(List.of(entry(7_777_777 + i, "passing " + i)));
          if (i % 3 == 0) {
            bank.withdraw(entry(7_777_777 + i, "").hash());
          }
          if (i % 10 == 9) {
            bank.fold();
          }
        }
      } finally {
        over.set(true);
      }
      assertThat(seen.get()).isPositive();
    }
  }
}
