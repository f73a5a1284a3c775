package dev.halcyon.server.access;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.OneTimeToken;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.AccessRepository.Kept;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a database; the audit log keeps who changed what. Thread-safe.
 *
 * <p>A name is personal: the log has it as a commitment, never in clear.
 */
final class StoredAccounts implements AccountBook {
  /** How long a one-time token waits to be used. */
  static final Duration ONE_TIME = Duration.ofMinutes(30);

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final String actor;
  private final AccessRepository repository = new AccessRepository();

  /**
   * @param actor in whose name the audit log keeps what is done
   */
  StoredAccounts(Database database, AuditLog audit, Clock clock, String actor) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.actor = actor;
  }

  @Override
  public List<AccountEntry> list() {
    return database.read(repository::all).stream().map(Kept::entry).toList();
  }

  @Override
  public OneTimeToken add(NewAccount wanted) {
    AccountCheck.check(wanted);
    @Nullable String hash = wanted.password() == null ? null : Passwords.hash(wanted.password());
    String token = Tokens.random();
    Instant expires = clock.instant().plus(ONE_TIME);
    database.useTransaction(
        handle -> {
          if (repository.find(handle, wanted.name()).isPresent()) {
            throw new UserProblem(
                "account.exists.conflict",
                "There is an account named " + wanted.name() + " already.",
                "Choose another name, or enable the account of this one if it is disabled.");
          }
          Account made =
              new Account(
                  UuidCreator.getTimeOrderedEpoch(),
                  wanted.name(),
                  Objects.requireNonNullElse(wanted.displayName(), wanted.name()),
                  wanted.roles(),
                  wanted.languages());
          create(handle, made, Sources.of(wanted.sources()), hash);
          repository.insertOneTimeToken(
              handle, Tokens.hash(token), made.id(), clock.instant(), expires);
        });
    database.durable().await();
    return new OneTimeToken(wanted.name(), token, expires);
  }

  /** Stores an account and logs it, in the caller's transaction. */
  void create(Handle handle, Account made, Sources sources, @Nullable String hash) {
    repository.insertAccount(handle, made, sources, hash, clock.instant());
    log(
        handle,
        made,
        "account.created",
        Map.of(
            "roles",
            made.roles().stream().map(Role::name).sorted().toList(),
            "sources",
            sources.sorted()));
  }

  @Override
  public OneTimeToken token(String name) {
    String token = Tokens.random();
    Instant expires = clock.instant().plus(ONE_TIME);
    database.useTransaction(
        handle -> {
          Account account = enabled(handle, name).account();
          repository.insertOneTimeToken(
              handle, Tokens.hash(token), account.id(), clock.instant(), expires);
          log(handle, account, "account.token_issued", Map.of());
        });
    database.durable().await();
    return new OneTimeToken(name, token, expires);
  }

  @Override
  public AccountEntry disable(String name) {
    return changed(
        name,
        (handle, kept) -> {
          // All of them are locked, so that two who disable each other do not both succeed.
          boolean another =
              repository.lockAdmins(handle).stream()
                  .anyMatch(admin -> !admin.equals(kept.account().id()));
          if (kept.account().roles().contains(Role.ADMIN) && !another && !kept.disabled()) {
            throw new UserProblem(
                "account.last_admin.conflict",
                "This is the last account that administers the server.",
                "Make another with the role ADMIN first.");
          }
          repository.setDisabled(handle, kept.account().id(), true);
          repository.endSessions(handle, kept.account().id());
          log(handle, kept.account(), "account.disabled", Map.of());
        });
  }

  @Override
  public AccountEntry enable(String name) {
    return changed(
        name,
        (handle, kept) -> {
          if (!kept.disabled()) {
            return;
          }
          repository.setDisabled(handle, kept.account().id(), false);
          // Who closed it may have had the password to fear.
          repository.dropPassword(handle, kept.account().id());
          repository.endSessions(handle, kept.account().id());
          log(handle, kept.account(), "account.enabled", Map.of());
        });
  }

  @Override
  public AccountEntry password(String name, String password) {
    AccountCheck.password(password);
    String hash = Passwords.hash(password);
    return changed(
        name,
        (handle, kept) -> {
          mustBeEnabled(kept);
          repository.setPassword(handle, kept.account().id(), hash);
          repository.endSessions(handle, kept.account().id());
          log(handle, kept.account(), "account.password_set", Map.of());
        });
  }

  @Override
  public AccountEntry sources(String name, List<String> names) {
    AccountCheck.sources(names);
    Sources sources = Sources.of(names);
    return changed(
        name,
        (handle, kept) -> {
          mustBeEnabled(kept);
          if (!kept.account().roles().contains(Role.SERVICE)) {
            throw AccountCheck.notAService();
          }
          repository.setSources(handle, kept.account().id(), sources);
          log(
              handle,
              kept.account(),
              "account.sources_changed",
              Map.of("sources", sources.sorted()));
        });
  }

  private interface Change {
    void make(Handle handle, Kept account);
  }

  private AccountEntry changed(String name, Change change) {
    AccountEntry now =
        database.inTransaction(
            handle -> {
              change.make(handle, known(handle, name));
              return known(handle, name).entry();
            });
    database.durable().await();
    return now;
  }

  private Kept known(Handle handle, String name) {
    return repository
        .find(handle, name)
        .orElseThrow(
            () ->
                new UserProblem(
                    "account.unknown",
                    "There is no account of this name.",
                    "GET /v1/accounts, or ./halcyon account list, shows all."));
  }

  private Kept enabled(Handle handle, String name) {
    Kept kept = known(handle, name);
    mustBeEnabled(kept);
    return kept;
  }

  private static void mustBeEnabled(Kept kept) {
    if (kept.disabled()) {
      throw new UserProblem(
          "account.disabled.conflict",
          "The account " + kept.account().name() + " is disabled.",
          "POST /v1/accounts/{name}/enable, or ./halcyon account enable, opens it again.");
    }
  }

  private void log(Handle handle, Account account, String action, Map<String, ?> details) {
    audit.append(
        handle,
        actor,
        action,
        account.id().toString(),
        details,
        Map.of("name", account.name()),
        "account:" + account.id());
  }
}
