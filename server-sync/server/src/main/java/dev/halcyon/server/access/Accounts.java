package dev.halcyon.server.access;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Signs people and platforms in and tells who a bearer token stands for. Thread-safe.
 *
 * <p>A wrong name takes as long as a wrong password, and both get the same answer, so that nobody
 * can find out which accounts exist.
 */
public final class Accounts {
  /** In whose name items from a topic are taken. */
  public static final String KAFKA = "kafka";

  private static final Duration SESSION = Duration.ofHours(12);

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final SignInLimiter limiter;
  private final StoredAccounts book;
  private final KnownSessions sessions;
  private final AccessRepository repository = new AccessRepository();
  private final String nobodysHash = Passwords.hash(Tokens.random());

  public Accounts(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.limiter = new SignInLimiter(clock);
    this.book = new StoredAccounts(database, audit, clock, "system");
    this.sessions = new KnownSessions(database);
  }

  /**
   * Signs a local account in.
   *
   * @param from the caller's address, for the rate limit
   * @throws UserProblem {@code auth.failed}, {@code auth.too_many}
   */
  public Session signIn(String name, String password, String from) {
    limiter.attempt(name, from);
    Optional<AccessRepository.Stored> stored =
        database.read(handle -> repository.findByName(handle, name));
    String hash =
        stored
            .map(AccessRepository.Stored::passwordHash)
            .filter(candidate -> candidate != null)
            .orElse(nobodysHash);
    boolean right = Passwords.verify(password, hash);
    if (!right || stored.isEmpty()) {
      database.useTransaction(
          handle -> audit.append(handle, "system", "auth.failed", "sign-in", Map.of(), Map.of()));
      throw new UserProblem(
          "auth.failed",
          "The account name and password do not fit together.",
          "Check both; after several wrong tries the server asks you to wait a minute.");
    }
    Session session =
        database.inTransaction(handle -> open(handle, stored.get().account(), "password"));
    limiter.succeeded(name, from);
    database.durable().await();
    return session;
  }

  /**
   * Signs in with a token that works once.
   *
   * @throws UserProblem {@code auth.failed}, {@code auth.too_many}
   */
  public Session signInOnce(String token, String from) {
    String who = "one-time " + from;
    limiter.attempt(who, from);
    Optional<Session> session =
        database.inTransaction(
            handle ->
                repository
                    .useOneTimeToken(handle, Tokens.hash(token), clock.instant())
                    .map(account -> open(handle, account, "one-time token")));
    if (session.isEmpty()) {
      throw new UserProblem(
          "auth.failed",
          "The one-time token is unknown, used already or too old.",
          "Start the workbench again from the launcher, or sign in with a password.");
    }
    limiter.succeeded(who, from);
    // A token that works once is spent for good before anybody hears that it worked.
    database.durable().await();
    return session.get();
  }

  private Session open(Handle handle, Account account, String how) {
    Instant now = clock.instant();
    Instant expires = now.plus(SESSION);
    String token = Tokens.random();
    repository.deleteExpired(handle, now);
    repository.insertSession(handle, Tokens.hash(token), account.id(), now, expires);
    audit.append(
        handle,
        account.id().toString(),
        "auth.signed_in",
        account.id().toString(),
        Map.of("how", how),
        Map.of());
    return new Session(token, expires, account);
  }

  /** Whose token this is, if it is anybody's and still valid. */
  public Optional<Principal> authenticate(String token) {
    Instant now = clock.instant();
    return sessions
        .find(
            Tokens.hash(token),
            now,
            hash -> database.read(handle -> repository.findSession(handle, hash, now)))
        .map(KnownSessions.Open::principal);
  }

  /** Ends the session the request came with, for good. */
  public void signOut(Principal principal) {
    database.useTransaction(
        handle -> {
          repository.deleteSession(handle, principal.session());
          audit.append(
              handle,
              principal.id().toString(),
              "auth.signed_out",
              principal.id().toString(),
              Map.of(),
              Map.of());
        });
    database.durable().await();
  }

  /** Whether the server has no account at all: then somebody must be let in to make some. */
  public boolean isEmpty() {
    return database.read(handle -> !repository.anyAccount(handle));
  }

  /**
   * Makes an account unless one of that name exists, and gives it a one-time token. A platform's
   * speaks for every source: whoever can call this could speak for them anyway.
   *
   * @param password null for an account that signs in by one-time token only
   * @return the one-time token
   */
  public String ensure(
      String name,
      String displayName,
      Set<Role> roles,
      List<String> languages,
      @Nullable String password) {
    String token = Tokens.random();
    @Nullable String hash = password == null ? null : Passwords.hash(password);
    database.useTransaction(
        handle -> {
          Instant now = clock.instant();
          Account account =
              repository
                  .findByName(handle, name)
                  .map(AccessRepository.Stored::account)
                  .orElseGet(() -> create(handle, name, displayName, roles, languages, hash));
          repository.insertOneTimeToken(
              handle, Tokens.hash(token), account.id(), now, now.plus(StoredAccounts.ONE_TIME));
        });
    return token;
  }

  /**
   * The account under which a part of the server itself sends items, for any platform; made without
   * a way to sign in when there is none of this name.
   */
  public Principal part(String name, String displayName) {
    Account account =
        database.inTransaction(
            handle ->
                repository
                    .findByName(handle, name)
                    .map(AccessRepository.Stored::account)
                    .orElseGet(
                        () ->
                            create(
                                handle, name, displayName, Set.of(Role.SERVICE), List.of(), null)));
    return new Principal(account, "", Sources.ALL);
  }

  private Account create(
      Handle handle,
      String name,
      String displayName,
      Set<Role> roles,
      List<String> languages,
      @Nullable String hash) {
    Account made =
        new Account(UuidCreator.getTimeOrderedEpoch(), name, displayName, roles, languages);
    book.create(handle, made, roles.contains(Role.SERVICE) ? Sources.ALL : Sources.NONE, hash);
    return made;
  }

  /** Platforms' accounts that may speak for every source, and are nobody's part of the server. */
  public List<String> unboundServices() {
    return book.list().stream()
        .filter(entry -> !entry.disabled() && entry.sources().contains(Sources.EVERY))
        .map(AccountEntry::name)
        .filter(name -> !name.equals(KAFKA))
        .toList();
  }
}
