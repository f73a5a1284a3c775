package dev.halcyon.server.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureChain;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.OwnExposure;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Wellness;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger at the server: taken once, in order, one's own; what is wrong with it is seen. */
@OnBothDatabases
class ExposuresTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir static Path directory;
  private static HalcyonServer server;
  private static TestClient lead;
  private static int people;

  private UUID person;
  private TestClient reviewer;
  private UUID session;
  private String chain = ExposureChain.START;

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    lead = client("lead", Role.LEAD);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static TestClient client(String name, Role role) {
    String token = server.context().accounts().ensure(name, name, Set.of(role), List.of(), null);
    return TestClient.signedIn(server.url(), token);
  }

  @BeforeEach
  void aPerson() {
    reviewer = client("person" + ++people, Role.REVIEWER);
    person = reviewer.get("/v1/me").as(dev.halcyon.protocol.Account.class).id();
    session = UUID.randomUUID();
    chain = ExposureChain.START;
  }

  private static Database database() {
    return server.context().database();
  }

  private static Exposures at(Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new Exposures(database(), clock, new Wellness(server.context().policies(), clock)::told);
  }

  private ExposureEntry entry(long sequence, ExposureKind kind, long at, long millis) {
    return entry(sequence, kind, at, millis, NOON.plusMillis(at));
  }

  private ExposureEntry entry(
      long sequence, ExposureKind kind, long at, long millis, Instant started) {
    ExposureEvent event =
        new ExposureEvent(
            session,
            sequence,
            new UUID(3, 3),
            new UUID(4, 4),
            SeverityBand.SEVERE,
            kind,
            at,
            millis,
            started,
            0);
    chain = ExposureChain.next(chain, event);
    return new ExposureEntry(event, chain);
  }

  private ExposureEntry text(long sequence, long at, long millis) {
    return entry(sequence, ExposureKind.TEXT, at, millis);
  }

  private ExposureBatch batch(Instant sent, ExposureEntry... entries) {
    return new ExposureBatch(session, sent, null, List.of(entries));
  }

  private ExposureReceipt take(ExposureEntry... entries) {
    return at(NOON.plusSeconds(3_600))
        .take(person, "sign-in", batch(NOON.plusSeconds(3_600), entries));
  }

  private long seenOn(LocalDate day, ZoneId zone) {
    return at(day.atTime(23, 0).atZone(zone).toInstant()).own(person, zone).today().seenMillis();
  }

  @Test
  void theSameAgainChangesNothingAndMoreGoesOn() {
    ExposureEntry one = text(1, 0, 1_000);
    ExposureEntry two = text(2, 1_000, 2_000);
    assertThat(take(one).through()).isEqualTo(1);
    assertThat(take(one).through()).isEqualTo(1);
    assertThat(take(one, two)).isEqualTo(new ExposureReceipt(session, 2, 0, 0, 0));
    assertThat(take(one, two)).isEqualTo(new ExposureReceipt(session, 2, 0, 0, 0));
    assertThat(seenOn(LocalDate.of(2026, 3, 4), ZoneOffset.UTC)).isEqualTo(3_000);
  }

  @Test
  void nothingIsTakenBehindAGapUntilItIsDeclaredLost() {
    text(1, 0, 10);
    ExposureEntry two = text(2, 100, 10);
    assertThat(take(two).through()).isZero();
    ExposureReceipt declared =
        at(NOON.plusSeconds(3_600))
            .take(
                person,
                "sign-in",
                new ExposureBatch(session, NOON.plusSeconds(3_600), 1L, List.of(two)));
    assertThat(declared).isEqualTo(new ExposureReceipt(session, 2, 1, 0, 0));
    assertThat(
            database()
                .<Long>read(
                    handle ->
                        handle
                            .createQuery("select lost_millis from exposure_session where id = :id")
                            .bind("id", session)
                            .mapTo(Long.class)
                            .one()))
        .as("no more can have been lost than lies between")
        .isEqualTo(100);
  }

  @Test
  void whatComesAgainOtherwiseIsSeenAndTheFirstStays() {
    ExposureEntry one = text(1, 0, 9_000);
    take(one);
    chain = ExposureChain.START;
    ExposureEntry shorter = text(1, 0, 10);
    ExposureEntry sameLink = new ExposureEntry(shorter.event(), one.chain());
    assertThat(take(shorter).differing()).isEqualTo(1);
    assertThat(take(sameLink).differing()).isEqualTo(2);
    assertThat(seenOn(LocalDate.of(2026, 3, 4), ZoneOffset.UTC)).isEqualTo(9_000);
  }

  @Test
  void anEditedEntryBreaksItsLink() {
    ExposureEntry one = text(1, 0, 9_000);
    ExposureEvent e = one.event();
    ExposureEvent edited =
        new ExposureEvent(
            e.session(), 1, e.caseId(), e.itemId(), e.band(), e.kind(), 0, 10, e.startedAt(), 0);
    ExposureEntry two = text(2, 9_000, 10);
    assertThat(take(new ExposureEntry(edited, one.chain()), two).broken()).isEqualTo(1);
  }

  @Test
  void overlapsAndWhatNoMeterWritesAreRefusedWithTheirPlace() {
    take(text(1, 0, 1_000));
    assertThatThrownBy(() -> take(text(2, 500, 1_000)))
        .isInstanceOfSatisfying(
            UserProblem.class, e -> assertThat(e.code()).isEqualTo("exposure.overlap"));
    assertThatThrownBy(() -> take(text(2, 1_000, 1), text(3, 1_000, 1)))
        .isInstanceOfSatisfying(
            UserProblem.class, e -> assertThat(e.code()).isEqualTo("exposure.overlap"));
    for (ExposureEntry wrong :
        List.of(
            text(2, 1_000, 0),
            text(2, 1_000, 9_999_999),
            text(0, 1_000, 1),
            text(2, -5, 1),
            entry(2, ExposureKind.TEXT, 1_000, 1, Instant.EPOCH),
            new ExposureEntry(text(2, 1_000, 1).event(), "nonsense"))) {
      Answer answer = reviewer.post("/v1/exposure", batch(NOON, wrong));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.problem().code()).isEqualTo("exposure.entry");
      assertThat(answer.problem().message()).contains("position 0");
    }
    assertThat(reviewer.post("/v1/exposure", batch(NOON)).problem().code())
        .isEqualTo("exposure.batch");
    assertThat(
            reviewer
                .post("/v1/exposure", batch(NOON, text(2, 1_000, 1), text(4, 1_001, 1)))
                .problem()
                .code())
        .isEqualTo("exposure.entry");
  }

  @Test
  void kindsSeenTogetherCountEachMomentOnce() {
    take(
        text(1, 0, 1_000),
        entry(2, ExposureKind.BLURRED, 0, 1_000),
        entry(3, ExposureKind.SHARP, 1_000, 500),
        text(4, 1_500, 100));
    OwnExposure own = at(NOON.plusSeconds(60)).own(person, ZoneOffset.UTC);
    assertThat(own.today().bands()).hasSize(1);
    assertThat(own.today().bands().getFirst().seenMillis()).isEqualTo(1_600);
    assertThat(own.today().bands().getFirst().millis())
        .containsEntry(ExposureKind.TEXT, 1_100L)
        .containsEntry(ExposureKind.BLURRED, 1_000L)
        .containsEntry(ExposureKind.SHARP, 500L);
  }

  @Test
  void daysAndWeeksAreThoseOfTheZoneAlsoWhereTheClockSprings() {
    // Europe/Berlin: Sunday 29 March 2026 has 23 hours.
    Instant sunday = Instant.parse("2026-03-28T23:30:00Z");
    Instant monday = Instant.parse("2026-03-29T22:30:00Z");
    Exposures late = at(monday.plusSeconds(60));
    long apart = Duration.between(sunday, monday).toMillis();
    late.take(
        person,
        "sign-in",
        batch(
            monday.plusSeconds(60),
            entry(1, ExposureKind.TEXT, 0, 100, sunday),
            entry(2, ExposureKind.TEXT, apart, 7, monday)));
    OwnExposure berlin = late.own(person, BERLIN);
    assertThat(berlin.today().from()).isEqualTo(LocalDate.of(2026, 3, 30));
    assertThat(berlin.today().seenMillis()).isEqualTo(7);
    assertThat(berlin.week().seenMillis()).as("the week begins on Monday").isEqualTo(7);
    assertThat(late.own(person, ZoneOffset.UTC).week().seenMillis()).isEqualTo(107);
    assertThat(seenOn(LocalDate.of(2026, 3, 29), BERLIN)).isEqualTo(100);
  }

  @Test
  void aClockThatIsWrongOrSetBackMovesNothingToAnotherDay() {
    // Two days slow all along: what it sends now shows by how much.
    Instant slow = NOON.minus(Duration.ofDays(2));
    at(NOON.plusSeconds(10))
        .take(
            person,
            "sign-in",
            batch(slow.plusSeconds(10), entry(1, ExposureKind.TEXT, 0, 1_000, slow)));
    // Then set back by three days more while it ran.
    at(NOON.plusSeconds(20))
        .take(
            person,
            "sign-in",
            batch(
                slow.plusSeconds(20),
                entry(2, ExposureKind.TEXT, 9_000, 500, slow.minus(Duration.ofDays(3)))));
    assertThat(seenOn(LocalDate.of(2026, 3, 4), ZoneOffset.UTC)).isEqualTo(1_500);
    // And one that runs ahead counts nothing into tomorrow.
    at(NOON.plusSeconds(30))
        .take(
            person,
            "sign-in",
            batch(
                NOON.plusSeconds(30),
                entry(3, ExposureKind.TEXT, 20_000, 50, NOON.plus(Duration.ofDays(1)))));
    assertThat(seenOn(LocalDate.of(2026, 3, 4), ZoneOffset.UTC)).isEqualTo(1_550);
  }

  @Test
  void nobodyWritesToOrReadsAnothersLedger() {
    assertThat(reviewer.post("/v1/exposure", batch(NOON, text(1, 0, 10))).status()).isEqualTo(200);
    TestClient other = client("other" + people, Role.REVIEWER);
    Answer refused = other.post("/v1/exposure", batch(NOON, text(2, 10, 10)));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem().code()).isEqualTo("exposure.refused");
    assertThat(other.get("/v1/exposure/mine").as(OwnExposure.class).week().bands()).isEmpty();
    for (String path : List.of("/v1/exposure/mine", "/v1/exposure/" + person)) {
      assertThat(lead.get(path).status()).as(path).isIn(403, 404);
    }
    assertThat(lead.get("/v1/exposure/mine").status()).isEqualTo(403);
    assertThat(lead.get("/v1/staff").text()).contains(person.toString()).doesNotContain("xposure");
  }

  @Test
  void noLogHoldsWhatAnybodySaw() {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler kept =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            lines.add(
                entry.getMessage()
                    + " "
                    + Arrays.toString(entry.getParameters())
                    + entry.getThrown());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    kept.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    Logger own = Logger.getLogger("dev.halcyon");
    own.setLevel(Level.ALL);
    root.addHandler(kept);
    try {
      long audited = audited();
      assertThat(reviewer.post("/v1/exposure", batch(NOON, text(1, 0, 4_711))).status())
          .isEqualTo(200);
      assertThat(reviewer.post("/v1/exposure", batch(NOON, text(2, 10, 4_711))).status())
          .isEqualTo(400);
      assertThat(lead.get("/v1/exposure/mine").status()).isEqualTo(403);
      assertThat(audited()).as("the audit log has none of it").isEqualTo(audited);
      assertThat(lines).as("the handler hears this server").anyMatch(l -> l.contains("EXPOSURE"));
      assertThat(lines)
          .noneMatch(line -> line.contains(person.toString()))
          .noneMatch(line -> line.contains(session.toString()))
          .noneMatch(line -> line.contains("4711"))
          .noneMatch(line -> line.contains(new UUID(3, 3).toString()));
    } finally {
      root.removeHandler(kept);
      own.setLevel(null);
    }
  }

  private static long audited() {
    return database()
        .<Long>read(
            handle ->
                handle.createQuery("select count(*) from audit_entry").mapTo(Long.class).one());
  }

  @Test
  void aZoneThatIsNoneIsRefused() {
    Answer answer = reviewer.get("/v1/exposure/mine?zone=Mars");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().code()).isEqualTo("request.zone");
  }

  @Test
  void manyWritersOfOnePersonCountEachEntryOnce() throws Exception {
    List<ExposureEntry> entries = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      entries.add(text(i, i * 10L, 10));
    }
    List<Callable<ExposureReceipt>> calls = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      int most = 5 * (writer + 1);
      calls.add(() -> take(entries.subList(0, most).toArray(ExposureEntry[]::new)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ExposureReceipt> answer : threads.invokeAll(calls)) {
        assertThat(answer.get().differing() + answer.get().broken()).isZero();
      }
    }
    assertThat(seenOn(LocalDate.of(2026, 3, 4), ZoneOffset.UTC)).isEqualTo(400);
  }

  @Test
  void whatIsOldIsErasedAndNothingElse() {
    take(text(1, 0, 10));
    assertThat(at(NOON.plus(Exposures.KEPT)).forget()).isZero();
    at(NOON.plus(Exposures.KEPT).plus(Duration.ofHours(2))).forget();
    assertThat(seenOn(LocalDate.of(2026, 3, 4), ZoneOffset.UTC)).isZero();
  }
}
