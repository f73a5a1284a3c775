package dev.halcyon.server.queue;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Relief;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of what people were taken off at their own wish. Stateless. */
final class ReliefRepository {
  /** The waiting cases that the asker is not handed; {@code :asker} and {@code :now} are bound. */
  static final String NOT_RELIEVED =
      """
      and not (c.state = 'WAITING' and exists (select 1 from relief r
        where r.account_id = :asker
          and (r.case_id = c.id or (r.category = c.category and r.ends_at > :now))))
      """;

  /**
   * Asks each relief that ended for its case. Where closed cases are asked for, H2 goes through all
   * of them along their index, once for each relief.
   */
  static final String FORGET =
      """
      delete from relief where ends_at <= :now
        and (select c.is_open from review_case c where c.id = relief.case_id) = false
      """;

  void add(Handle handle, UUID account, UUID caseId, Category category, Instant endsAt) {
    handle
        .createUpdate("delete from relief where account_id = :account and case_id = :case")
        .bind("account", account)
        .bind("case", caseId)
        .execute();
    handle
        .createUpdate(
            """
            insert into relief (account_id, case_id, category, ends_at)
            values (:account, :case, :category, :ends)
            """)
        .bind("account", account)
        .bind("case", caseId)
        .bind("category", category.id())
        .bind("ends", at(endsAt))
        .execute();
  }

  /** Whether a case is one that the account is not handed. */
  boolean covers(Handle handle, UUID account, UUID caseId, Category category, Instant now) {
    return handle
            .createQuery(
                """
                select count(*) from relief where account_id = :account
                  and (case_id = :case or (category = :category and ends_at > :now))
                """)
            .bind("account", account)
            .bind("case", caseId)
            .bind("category", category.id())
            .bind("now", at(now))
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** What an account is relieved of now, by category. */
  List<Relief> of(Handle handle, UUID account, Instant now) {
    return handle
        .createQuery(
            """
            select category, max(ends_at) as ends_at from relief
            where account_id = :account and ends_at > :now
            group by category order by category
            """)
        .bind("account", account)
        .bind("now", at(now))
        .map(
            (row, context) ->
                new Relief(Category.of(row.getString("category")), Columns.instant(row, "ends_at")))
        .list();
  }

  /** Who is handed nothing of a category now, at their own wish. */
  Set<UUID> wishing(Handle handle, Category category, Instant now) {
    return handle
        .createQuery(
            """
            select account_id from relief where category = :category and ends_at > :now
            union
            select account_id from opt_out where category = :category
            """)
        .bind("category", category.id())
        .bind("now", at(now))
        .mapTo(UUID.class)
        .set();
  }

  void end(Handle handle, UUID account) {
    handle
        .createUpdate("delete from relief where account_id = :account")
        .bind("account", account)
        .execute();
  }

  /** Forgets what is over: the time has passed and the case is closed. */
  void forget(Handle handle, Instant now) {
    handle.createUpdate(FORGET).bind("now", at(now)).execute();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
