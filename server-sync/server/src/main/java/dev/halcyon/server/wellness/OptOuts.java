package dev.halcyon.server.wellness;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OptOut;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of what people are handed nothing of at their own wish, until they take it back. No
 * reason is kept, and nobody but they reads it. Stateless.
 */
public final class OptOuts {
  /** Leaves out of {@code review_case c} what waits and {@code :asker} opted out of. */
  public static final String NOT_OPTED_OUT =
      """
      and not (c.state = 'WAITING' and exists (select 1 from opt_out o
        where o.account_id = :asker and o.category = c.category))
      """;

  /** Whether an account opted out of a category. */
  public boolean covers(Handle handle, UUID account, Category category) {
    return handle
            .createQuery(
                "select count(*) from opt_out where account_id = :account and category = :category")
            .bind("account", account)
            .bind("category", category.id())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  List<OptOut> of(Handle handle, UUID account) {
    return handle
        .createQuery(
            "select category, since from opt_out where account_id = :account order by category")
        .bind("account", account)
        .map(
            (row, context) ->
                new OptOut(Category.of(row.getString("category")), Columns.instant(row, "since")))
        .list();
  }

  void add(Handle handle, UUID account, Category category, Instant since) {
    if (covers(handle, account, category)) {
      return;
    }
    handle
        .createUpdate(
            "insert into opt_out (account_id, category, since) values (:account, :category,"
                + " :since)")
        .bind("account", account)
        .bind("category", category.id())
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .execute();
  }

  void end(Handle handle, UUID account, Category category) {
    handle
        .createUpdate("delete from opt_out where account_id = :account and category = :category")
        .bind("account", account)
        .bind("category", category.id())
        .execute();
  }
}
