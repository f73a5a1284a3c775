package dev.halcyon.server.access;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of accounts, sessions and one-time tokens. Stateless; each call uses its handle. */
final class AccessRepository {
  /** An account with the hash that proves its password, null where it has none. */
  record Stored(Account account, Sources sources, @Nullable String passwordHash) {}

  /** An account with what administrators see of it, whether it is disabled or not. */
  record Kept(Account account, Sources sources, boolean disabled) {
    AccountEntry entry() {
      return new AccountEntry(
          account.id(),
          account.name(),
          account.displayName(),
          account.roles(),
          account.languages(),
          sources.sorted(),
          disabled);
    }
  }

  void insertAccount(
      Handle handle, Account account, Sources sources, @Nullable String passwordHash, Instant now) {
    handle
        .createUpdate(
            """
            insert into account
              (id, name, display_name, roles, languages, sources, password_hash, disabled,
               created_at)
            values
              (:id, :name, :displayName, :roles, :languages, :sources, :hash, false, :now)
            """)
        .bind("id", account.id())
        .bind("name", account.name())
        .bind("displayName", account.displayName())
        .bind("roles", account.roles().stream().map(Role::name).sorted().collect(joined()))
        .bind("languages", String.join(",", account.languages()))
        .bind("sources", sources.stored())
        .bind("hash", passwordHash)
        .bind("now", now)
        .execute();
  }

  void setPassword(Handle handle, UUID account, String hash) {
    handle
        .createUpdate("update account set password_hash = :hash where id = :id")
        .bind("hash", hash)
        .bind("id", account)
        .execute();
  }

  boolean anyAccount(Handle handle) {
    return handle.createQuery("select count(*) from account").mapTo(Long.class).one() > 0;
  }

  Optional<Stored> findByName(Handle handle, String name) {
    return handle
        .createQuery("select * from account where name = :name and not disabled")
        .bind("name", name)
        .map(
            (row, context) ->
                new Stored(
                    account(row),
                    Sources.read(row.getString("sources")),
                    row.getString("password_hash")))
        .findOne();
  }

  void insertSession(Handle handle, String hash, UUID account, Instant now, Instant expires) {
    handle
        .createUpdate(
            """
            insert into session (token_hash, account_id, created_at, expires_at)
            values (:hash, :account, :now, :expires)
            """)
        .bind("hash", hash)
        .bind("account", account)
        .bind("now", now)
        .bind("expires", expires)
        .execute();
  }

  /** Whose session a token opens; its account is not disabled. */
  Optional<KnownSessions.Open> findSession(Handle handle, String hash, Instant now) {
    return handle
        .createQuery(
            """
            select a.*, s.expires_at from session s join account a on a.id = s.account_id
            where s.token_hash = :hash and s.expires_at > :now and not a.disabled
            """)
        .bind("hash", hash)
        .bind("now", now)
        .map(
            (row, context) -> {
              Kept known = kept(row);
              return new KnownSessions.Open(
                  new Principal(known.account(), hash, known.sources()),
                  Columns.instant(row, "expires_at"));
            })
        .findOne();
  }

  void deleteSession(Handle handle, String hash) {
    handle
        .createUpdate("delete from session where token_hash = :hash")
        .bind("hash", hash)
        .execute();
  }

  void deleteExpired(Handle handle, Instant now) {
    handle.createUpdate("delete from session where expires_at <= :now").bind("now", now).execute();
    handle
        .createUpdate("delete from one_time_token where expires_at <= :now")
        .bind("now", now)
        .execute();
  }

  void insertOneTimeToken(Handle handle, String hash, UUID account, Instant now, Instant expires) {
    handle
        .createUpdate(
            """
            insert into one_time_token (token_hash, account_id, created_at, expires_at)
            values (:hash, :account, :now, :expires)
            """)
        .bind("hash", hash)
        .bind("account", account)
        .bind("now", now)
        .bind("expires", expires)
        .execute();
  }

  /** Uses a token up: only one caller ever gets its account. */
  Optional<Account> useOneTimeToken(Handle handle, String hash, Instant now) {
    int used =
        handle
            .createUpdate(
                """
                update one_time_token set used_at = :now
                where token_hash = :hash and used_at is null and expires_at > :now
                """)
            .bind("hash", hash)
            .bind("now", now)
            .execute();
    if (used == 0) {
      return Optional.empty();
    }
    return handle
        .createQuery(
            """
            select a.* from one_time_token t join account a on a.id = t.account_id
            where t.token_hash = :hash and not a.disabled
            """)
        .bind("hash", hash)
        .map((row, context) -> account(row))
        .findOne();
  }

  /** All accounts, also the disabled, by name. */
  List<Kept> all(Handle handle) {
    return handle
        .createQuery("select * from account order by name")
        .map((row, context) -> kept(row))
        .list();
  }

  /** An account, disabled or not. */
  Optional<Kept> find(Handle handle, String name) {
    return handle
        .createQuery("select * from account where name = :name")
        .bind("name", name)
        .map((row, context) -> kept(row))
        .findOne();
  }

  /** Who administers the server and is not disabled, their rows held. */
  List<UUID> lockAdmins(Handle handle) {
    return handle
        .createQuery(
            """
            select id, roles from account where not disabled and roles like '%ADMIN%'
            order by name for update
            """)
        .map((row, context) -> row.getObject("id", UUID.class))
        .list();
  }

  void setDisabled(Handle handle, UUID account, boolean disabled) {
    handle
        .createUpdate("update account set disabled = :disabled where id = :id")
        .bind("disabled", disabled)
        .bind("id", account)
        .execute();
  }

  /** Takes an account's password away; then it is entered by one-time token alone. */
  void dropPassword(Handle handle, UUID account) {
    handle
        .createUpdate("update account set password_hash = null where id = :id")
        .bind("id", account)
        .execute();
  }

  /** Ends an account's sessions and takes back the one-time tokens that nobody used. */
  void endSessions(Handle handle, UUID account) {
    handle.createUpdate("delete from session where account_id = :id").bind("id", account).execute();
    handle
        .createUpdate("delete from one_time_token where account_id = :id")
        .bind("id", account)
        .execute();
  }

  void setSources(Handle handle, UUID account, Sources sources) {
    handle
        .createUpdate("update account set sources = :sources where id = :id")
        .bind("sources", sources.stored())
        .bind("id", account)
        .execute();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        account(row), Sources.read(row.getString("sources")), row.getBoolean("disabled"));
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("display_name"),
        split(row.getString("roles")).stream().map(Role::valueOf).collect(Collectors.toSet()),
        split(row.getString("languages")),
        split(row.getString("skills")));
  }

  /** Accounts that are not disabled, by name. */
  List<Account> accounts(Handle handle) {
    return handle
        .createQuery("select * from account where not disabled order by name")
        .map((row, context) -> account(row))
        .list();
  }

  /** An account that is not disabled, its row held. */
  Optional<Account> lock(Handle handle, UUID id) {
    return handle
        .createQuery("select * from account where id = :id and not disabled for update")
        .bind("id", id)
        .map((row, context) -> account(row))
        .findOne();
  }

  void setStaff(Handle handle, UUID id, List<String> languages, List<String> skills) {
    handle
        .createUpdate("update account set languages = :languages, skills = :skills where id = :id")
        .bind("languages", String.join(",", languages))
        .bind("skills", String.join(",", skills))
        .bind("id", id)
        .execute();
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
  }
}
