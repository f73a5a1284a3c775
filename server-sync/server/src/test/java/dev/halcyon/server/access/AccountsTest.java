package dev.halcyon.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, how often, until when, and that it is on disk before they are told. */
@OnBothDatabases
class AccountsTest {
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir Path data;
  private final SetClock clock = new SetClock();
  private Database database;
  private Accounts accounts;
  private boolean promising = true;

  /** A clock that stands where a test puts it. */
  private static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() {
    database = TestDatabases.open(data);
    accounts = new Accounts(database, new AuditLog(clock), clock);
  }

  @AfterEach
  void close() {
    if (promising) {
      database.close();
    } else {
      database.abandon();
    }
  }

  private String ensure(String name) {
    return accounts.ensure(name, "The " + name, Set.of(Role.REVIEWER), List.of("de"), PASSWORD);
  }

  private void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  private static void expect(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  @Test
  void aRightPasswordOpensASessionThatEnds() {
    ensure("ana");
    Session session = accounts.signIn("ana", PASSWORD, "here");
    Account account = session.account();
    assertThat(account.name()).isEqualTo("ana");
    assertThat(account.roles()).containsExactly(Role.REVIEWER);
    assertThat(account.languages()).containsExactly("de");
    assertThat(accounts.authenticate(session.token()).orElseThrow().account()).isEqualTo(account);
    assertThat(accounts.authenticate(session.token() + "x")).isEmpty();
    pass(Duration.ofHours(12));
    assertThat(accounts.authenticate(session.token())).isEmpty();
  }

  @Test
  void aDisabledAccountIsOutAtOnce() {
    String oneTime = ensure("ana");
    Session session = accounts.signIn("ana", PASSWORD, "here");
    assertThat(accounts.authenticate(session.token())).isPresent();
    database.useTransaction(handle -> handle.execute("update account set disabled = true"));
    assertThat(accounts.authenticate(session.token())).isEmpty();
    expect("auth.failed", () -> accounts.signIn("ana", PASSWORD, "here"));
    expect("auth.failed", () -> accounts.signInOnce(oneTime, "here"));
  }

  /** Only where no other process can have changed it, and until this one commits anything. */
  @Test
  void whoIsKnownIsNotLookedUpAgainUntilSomethingIsCommitted() {
    ensure("ana");
    String token = accounts.signIn("ana", PASSWORD, "here").token();
    assertThat(accounts.authenticate(token)).isPresent();
    // Tells nobody that it committed, as no change of an account does.
    database.inQuietTransaction(handle -> handle.execute("delete from session"));
    assertThat(accounts.authenticate(token).isPresent())
        .isEqualTo(database.kind() == Database.Kind.H2);
    database.useTransaction(handle -> handle.execute("delete from one_time_token"));
    assertThat(accounts.authenticate(token)).isEmpty();
  }

  @Test
  void anAccountWithoutAPasswordTakesNone() {
    String oneTime = accounts.ensure("svc", "Service", Set.of(Role.SERVICE), List.of(), null);
    expect("auth.failed", () -> accounts.signIn("svc", "", "here"));
    expect("auth.failed", () -> accounts.signIn("svc", "anything", "here"));
    assertThat(accounts.signInOnce(oneTime, "here").account().name()).isEqualTo("svc");
  }

  @Test
  void ofManyWhoBringAOneTimeTokenAtOnceOneGetsIn() throws Exception {
    String oneTime = ensure("ana");
    assertThat(attempts(4, n -> accounts.signInOnce(oneTime, "place " + n))).isEqualTo(1);
    expect("auth.failed", () -> accounts.signInOnce(oneTime, "here"));
  }

  @Test
  void aOneTimeTokenAgesInHalfAnHour() {
    String oneTime = ensure("ana");
    pass(Duration.ofMinutes(30));
    expect("auth.failed", () -> accounts.signInOnce(oneTime, "here"));
  }

  @Test
  void guessesThatBeginAtTheSameMomentAreCountedToo() throws Exception {
    ensure("ana");
    List<String> codes = new java.util.concurrent.CopyOnWriteArrayList<>();
    attempts(
        20,
        n -> {
          try {
            return accounts.signIn("ana", "guess " + n, "place " + n);
          } catch (UserProblem problem) {
            codes.add(problem.code());
            throw problem;
          }
        });
    assertThat(codes.stream().filter("auth.failed"::equals)).hasSize(5);
    assertThat(codes.stream().filter("auth.too_many"::equals)).hasSize(15);
    expect("auth.too_many", () -> accounts.signIn("ana", PASSWORD, "here"));
    pass(Duration.ofSeconds(61));
    assertThat(accounts.signIn("ana", PASSWORD, "here").account().name()).isEqualTo("ana");
  }

  @Test
  void signingInRightAllDayIsNeverTooMuch() {
    ensure("ana");
    for (int i = 0; i < 40; i++) {
      accounts.signInOnce(ensure("ana"), "here");
    }
    assertThat(accounts.signIn("ana", PASSWORD, "here").account().name()).isEqualTo("ana");
  }

  @Test
  void nobodyIsLetInOrOutBeforeItIsOnDisk() {
    assumeFalse(TestDatabases.isPostgresql(), "PostgreSQL's own commit waits for its disk");
    String oneTime = ensure("ana");
    Principal present =
        accounts.authenticate(accounts.signInOnce(ensure("ana"), "here").token()).orElseThrow();
    // From here on nothing can be promised, although it can be written.
    database.durable().close();
    promising = false;
    expect("store.closing", () -> accounts.signIn("ana", PASSWORD, "here"));
    expect("store.closing", () -> accounts.signInOnce(oneTime, "here"));
    expect("store.closing", () -> accounts.signOut(present));
  }

  private interface Attempt {
    Session by(int number);
  }

  /** How many of so many attempts at once succeed. */
  private static long attempts(int count, Attempt attempt) throws InterruptedException {
    List<Callable<Boolean>> all =
        IntStream.range(0, count)
            .mapToObj(
                n ->
                    (Callable<Boolean>)
                        () -> {
                          try {
                            return attempt.by(n) != null;
                          } catch (UserProblem refused) {
                            return false;
                          }
                        })
            .toList();
    try (ExecutorService abreast = Executors.newFixedThreadPool(count)) {
      return abreast.invokeAll(all).stream().filter(each -> each.resultNow()).count();
    }
  }
}
