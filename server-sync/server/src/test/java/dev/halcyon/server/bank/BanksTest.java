package dev.halcyon.server.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.protocol.BankAddition;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.KnownHash;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Banks of two server processes over one database. */
@OnBothDatabases
class BanksTest {
  private static final PdqHash HARBOUR = new PdqHash(0x0123456789abcdefL, 17, -4, 99);

  @TempDir Path data;
  private Database database;
  private Banks one;
  private Banks other;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabases.open(data);
    one = process("one");
    other = process("other");
  }

  private Banks process(String name) throws IOException {
    Clock clock = Clock.systemUTC();
    return new Banks(
        database, new AuditLog(clock), clock, Files.createDirectories(data.resolve(name)));
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    database.close();
  }

  private static BankSpec spec(int floodItems) {
    return new BankSpec(
        "known",
        "Known",
        BankKind.PDQ,
        BankContent.KNOWN_BAD,
        BankMode.ON,
        100,
        Category.CHILD_SAFETY,
        null,
        Verdict.BLOCK,
        50,
        true,
        0.3,
        floodItems,
        3600);
  }

  private static List<BankMatch> search(Banks banks) {
    assertThat(banks.holds(spec(0))).isTrue();
    return banks.search(spec(0), HARBOUR, 31);
  }

  private static BankAddition addition(KnownHash... hashes) {
    return new BankAddition(BankKind.PDQ, List.of(hashes));
  }

  private static KnownHash harbour(String label) {
    return new KnownHash(HARBOUR.hex(), 90, label);
  }

  @Test
  void aChangeHoldsInEveryProcessFromTheNextSearchOn() {
    assertThat(search(one)).isEmpty();
    assertThat(search(other)).isEmpty();

    assertThat(one.add("pol", "known", addition(harbour("case 1"))).changed()).isEqualTo(1);
    assertThat(search(one)).hasSize(1);
    assertThat(search(other)).hasSize(1);

    assertThat(other.add("pol", "known", addition(harbour("case 1"))).changed()).isZero();
    other.add("pol", "known", addition(harbour("case 2")));
    assertThat(search(one)).hasSize(2);

    assertThat(other.withdraw("pol", "known", HARBOUR.hex()).changed()).isEqualTo(2);
    assertThat(search(one)).isEmpty();
    assertThat(search(other)).isEmpty();

    one.add("pol", "known", addition(harbour("again")));
    assertThat(search(other)).hasSize(1);
    assertThat(search(other).getFirst().entry().label()).isEqualTo("again");
  }

  @Test
  void aNewProcessFindsWhatWasAddedBefore() throws IOException {
    one.add("pol", "known", addition(harbour("case 1")));
    try (Banks later = process("later")) {
      assertThat(search(later)).hasSize(1);
      assertThat(later.entries("known", "", 10))
          .containsExactly(new KnownHash(HARBOUR.hex(), 90, "case 1"));
    }
  }

  @Test
  void anEntryThatMatchesTooManyItemsIsQuarantinedUntilItIsReleased() {
    one.add("pol", "known", addition(harbour("case 1")));
    BankMatch match = search(one).getFirst();
    UUID first = UUID.randomUUID();
    assertThat(one.matched(spec(3), first, match, true)).isFalse();
    // The same item judged again is no further item.
    assertThat(other.matched(spec(3), first, match, true)).isFalse();
    assertThat(other.matched(spec(3), UUID.randomUUID(), match, false)).isFalse();
    assertThat(one.matched(spec(3), UUID.randomUUID(), match, true)).isTrue();
    assertThat(other.matched(spec(3), UUID.randomUUID(), match, true)).isTrue();
    assertThat(other.quarantined()).hasSize(1);
    assertThat(other.quarantined().getFirst().items()).isEqualTo(3);
    assertThat(one.hits("known", 10)).hasSize(4);
    assertThatThrownBy(() -> one.hits("knwon", 10))
        .as("a bank that is not there has not none")
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("bank.unknown"));

    one.release("lena", "known", HARBOUR.hex(), false);
    assertThat(other.matched(spec(3), UUID.randomUUID(), match, true)).isFalse();
    other.matched(spec(3), UUID.randomUUID(), match, true);
    assertThat(other.matched(spec(3), UUID.randomUUID(), match, true)).isTrue();

    one.release("lena", "known", HARBOUR.hex(), true);
    for (int i = 0; i < 5; i++) {
      assertThat(other.matched(spec(3), UUID.randomUUID(), match, true)).isFalse();
    }
  }

  @Test
  void changesAndQuarantineAreInTheAuditLog() {
    one.add("pol", "known", addition(harbour("case 1")));
    BankMatch match = search(one).getFirst();
    one.matched(spec(1), UUID.randomUUID(), match, true);
    one.release("lena", "known", HARBOUR.hex(), false);
    one.withdraw("pol", "known", HARBOUR.hex());
    List<String> actions =
        database.read(
            handle ->
                handle
                    .createQuery("select action from audit_entry order by id")
                    .mapTo(String.class)
                    .list());
    assertThat(actions)
        .containsExactly("bank.added", "bank.quarantined", "bank.released", "bank.withdrawn");
  }

  @Test
  void aPageEndsWithAllLabelsOfItsLastHash() {
    List<KnownHash> many = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      many.add(harbour("label " + i));
    }
    many.add(new KnownHash(new PdqHash(0x1f, 1, 1, 1).hex(), null, null));
    one.add("pol", "known", addition(many.toArray(KnownHash[]::new)));

    List<KnownHash> first = one.entries("known", "", 2);
    assertThat(first).hasSize(4);
    assertThat(one.entries("known", first.getLast().hash(), 2)).isEmpty();
  }

  @Test
  void whatCannotBeAddedIsNamedWithItsPlaceAndNothingIsAdded() {
    assertProblem("bank.id", () -> one.add("pol", "../up", addition(harbour(""))));
    assertProblem("bank.entries", () -> one.add("pol", "known", addition()));
    assertThatThrownBy(
            () -> one.add("pol", "known", addition(harbour(""), new KnownHash("f00", null, null))))
        .isInstanceOf(UserProblem.class)
        .hasMessageStartingWith("entries[1]: ");
    assertProblem(
        "bank.quality",
        () -> one.add("pol", "known", addition(new KnownHash(HARBOUR.hex(), 101, null))));
    assertProblem(
        "bank.label",
        () ->
            one.add(
                "pol",
                "films",
                new BankAddition(BankKind.VIDEO, List.of(new KnownHash(HARBOUR.hex(), 1, "")))));
    assertThat(one.summaries()).isEmpty();

    one.add("pol", "known", addition(harbour("")));
    assertProblem(
        "bank.kind",
        () ->
            one.add(
                "pol",
                "known",
                new BankAddition(
                    BankKind.SHA256, List.of(new KnownHash("0".repeat(64), null, null)))));
    assertProblem("hash.unknown", () -> one.withdraw("pol", "known", "0".repeat(64)));
    assertProblem("bank.unknown", () -> one.withdraw("pol", "other", HARBOUR.hex()));
    assertProblem("bank.unknown", () -> one.entries("other", "", 10));
    assertProblem("hash.unknown", () -> one.release("lena", "known", HARBOUR.hex(), true));
  }

  private static void assertProblem(String code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
