package dev.halcyon.server.queue;

import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of leases. Expiry goes by the database's clock, which all server processes share. A lease
 * is changed by compare-and-set, and only by who holds the case's row. Stateless.
 */
public final class LeaseRepository {
  /** The database's clock, for a whole transaction. */
  public Instant now(Handle handle) {
    return handle.createQuery("select current_timestamp").mapTo(Instant.class).one();
  }

  public Optional<Claim> find(Handle handle, UUID caseId) {
    return handle
        .createQuery(
            "select token, holder, account_id, live, expires from lease where case_id = :id")
        .bind("id", caseId)
        .map(
            (row, context) ->
                new Claim(
                    row.getLong("token"),
                    row.getString("holder"),
                    row.getObject("account_id", UUID.class),
                    row.getBoolean("live"),
                    Columns.instant(row, "expires")))
        .findOne();
  }

  void insert(Handle handle, UUID caseId, Claim claim, Instant now) {
    handle
        .createUpdate(
            """
            insert into lease (case_id, token, holder, account_id, live, claimed_at, expires)
            values (:id, :token, :holder, :account, :live, :now, :expires)
            """)
        .bind("id", caseId)
        .bind("token", claim.token())
        .bind("holder", claim.holder())
        .bind("account", claim.account())
        .bind("live", claim.live())
        .bind("now", now)
        .bind("expires", claim.expires())
        .execute();
  }

  /** Replaces a claim by its successor, if it is still the one that was read. */
  public void replace(Handle handle, UUID caseId, Claim before, Claim after) {
    int changed =
        handle
            .createUpdate(
                """
                update lease set token = :token, holder = :holder, account_id = :account,
                  live = :live, expires = :expires,
                  claimed_at = case when token = :token then claimed_at
                    else current_timestamp end
                where case_id = :id and token = :oldToken and holder = :oldHolder
                  and live = :oldLive and expires = :oldExpires
                """)
            .bind("token", after.token())
            .bind("holder", after.holder())
            .bind("account", after.account())
            .bind("live", after.live())
            .bind("expires", after.expires())
            .bind("id", caseId)
            .bind("oldToken", before.token())
            .bind("oldHolder", before.holder())
            .bind("oldLive", before.live())
            .bind("oldExpires", before.expires())
            .execute();
    if (changed != 1) {
      throw new IllegalStateException(
          "the lease of case " + caseId + " changed under its row lock");
    }
  }

  /** Holds a person's row until the transaction ends; what they do waits for each other. */
  void lockPerson(Handle handle, UUID account) {
    handle
        .createQuery("select id from account where id = :id for update")
        .bind("id", account)
        .mapTo(UUID.class)
        .one();
  }

  /** How many cases a person holds now. */
  int live(Handle handle, UUID account) {
    return handle
        .createQuery(
            """
            select count(*) from lease
            where account_id = :account and live and expires > current_timestamp
            """)
        .bind("account", account)
        .mapTo(Integer.class)
        .one();
  }

  /** Cases whose claim ran out and was not swept yet. */
  List<UUID> expired(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            select case_id from lease where live and expires <= current_timestamp
            order by live, expires limit :limit
            """)
        .bind("limit", limit)
        .mapTo(UUID.class)
        .list();
  }

  /** Notes that a person had a rationale on screen. */
  void rationaleSeen(Handle handle, UUID rationale, UUID caseId, UUID account, Instant now) {
    handle
        .createUpdate(
            """
            insert into rationale_seen (rationale_id, case_id, account_id, seen_at)
            values (:rationale, :case, :account, :now)
            """)
        .bind("rationale", rationale)
        .bind("case", caseId)
        .bind("account", account)
        .bind("now", now)
        .execute();
  }
}
