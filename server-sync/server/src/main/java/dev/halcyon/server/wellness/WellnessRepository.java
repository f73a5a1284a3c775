package dev.halcyon.server.wellness;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Priority;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of balances. Stateless; each method works in the caller's transaction. */
final class WellnessRepository {
  /** A quarter of an hour, milliseconds: every time zone's midnight falls between two. */
  static final long QUARTER = 900_000;

  private static final ObjectMapper STATE =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** What of a case decides in which budgets it counts. */
  record Kind(Category category, String region, Priority priority) {}

  /** One writer of a person at a time, whatever they do. */
  void lockPerson(Handle handle, UUID account) {
    handle
        .createQuery("select id from account where id = :id for update")
        .bind("id", account)
        .mapTo(UUID.class)
        .one();
  }

  Optional<Balance> find(Handle handle, UUID account) {
    return handle
        .createQuery("select state from wellness_balance where account_id = :account")
        .bind("account", account)
        .mapTo(String.class)
        .findOne()
        .map(WellnessRepository::read);
  }

  /** Everybody's. */
  Map<UUID, Balance> all(Handle handle) {
    Map<UUID, Balance> all = new HashMap<>();
    handle
        .createQuery("select account_id, state from wellness_balance")
        .map(
            (row, context) ->
                Map.entry(row.getObject("account_id", UUID.class), read(row.getString("state"))))
        .forEach(each -> all.put(each.getKey(), each.getValue()));
    return all;
  }

  static Balance read(String state) {
    try {
      return STATE.readValue(state, Balance.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored balance cannot be read", e);
    }
  }

  static String write(Balance balance) {
    try {
      return STATE.writeValueAsString(balance);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a balance cannot be written", e);
    }
  }

  void save(Handle handle, UUID account, Balance balance, Instant now) {
    int changed = write(handle, UPDATE, account, balance, now);
    if (changed == 0) {
      write(handle, INSERT, account, balance, now);
    }
  }

  private static final String UPDATE =
      """
      update wellness_balance set state = :state, changed_at = :now where account_id = :account
      """;

  private static final String INSERT =
      """
      insert into wellness_balance (account_id, state, changed_at) values (:account, :state, :now)
      """;

  private static int write(Handle handle, String sql, UUID account, Balance balance, Instant now) {
    return handle
        .createUpdate(sql)
        .bind("account", account)
        .bind("state", write(balance))
        .bind("now", now)
        .execute();
  }

  /** When the leases that a person holds run out, by case; milliseconds from the database's now. */
  Map<UUID, Long> leases(Handle handle, UUID account) {
    Map<UUID, Long> left = new HashMap<>();
    handle
        .createQuery(
            """
            select case_id, expires, current_timestamp as at from lease
            where account_id = :account and live
            """)
        .bind("account", account)
        .map(
            (row, context) ->
                Map.entry(
                    row.getObject("case_id", UUID.class),
                    Columns.instant(row, "expires").toEpochMilli()
                        - Columns.instant(row, "at").toEpochMilli()))
        .forEach(each -> left.put(each.getKey(), each.getValue()));
    return left;
  }

  /** Cases by id; those that are no longer known are left out. */
  Map<UUID, Kind> kinds(Handle handle, Collection<UUID> ids) {
    Map<UUID, Kind> kinds = new HashMap<>();
    handle
        .createQuery("select id, category, region, priority from review_case where id in (<ids>)")
        .bindList("ids", List.copyOf(ids))
        .map(
            (row, context) ->
                Map.entry(
                    row.getObject("id", UUID.class),
                    new Kind(
                        Category.of(row.getString("category")),
                        row.getString("region"),
                        Priority.values()[row.getInt("priority")])))
        .forEach(each -> kinds.put(each.getKey(), each.getValue()));
    return kinds;
  }

  /** Who holds cases now. */
  Set<UUID> holders(Handle handle) {
    return handle
        .createQuery(
            "select distinct account_id from lease where live and expires > current_timestamp")
        .mapTo(UUID.class)
        .set();
  }

  /** Who is handed nothing of some category now, at their own wish. */
  Set<UUID> wishing(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            select account_id from opt_out
            union
            select account_id from relief where ends_at > :now
            """)
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .mapTo(UUID.class)
        .set();
  }

  /** Adds to a quarter of an hour. */
  void add(Handle handle, UUID account, long quarter, BudgetScope scope, long millis) {
    String update =
        """
        update wellness_quarter set millis = millis + :millis
        where account_id = :account and quarter = :quarter and scope = :scope
        """;
    String insert =
        """
        insert into wellness_quarter (account_id, quarter, scope, millis)
        values (:account, :quarter, :scope, :millis)
        """;
    for (String sql : List.of(update, insert)) {
      int changed =
          handle
              .createUpdate(sql)
              .bind("account", account)
              .bind("quarter", quarter)
              .bind("scope", scope.name())
              .bind("millis", millis)
              .execute();
      if (changed == 1) {
        return;
      }
    }
  }

  /** What a period holds of each scope. */
  Map<BudgetScope, Long> sums(Handle handle, UUID account, Period period) {
    Map<BudgetScope, Long> sums = new EnumMap<>(BudgetScope.class);
    handle
        .createQuery(
            """
            select scope, sum(millis) as total from wellness_quarter
            where account_id = :account and quarter >= :from and quarter < :until
            group by scope
            """)
        .bind("account", account)
        .bind("from", Math.floorDiv(period.from(), QUARTER))
        .bind("until", Math.floorDiv(period.until(), QUARTER))
        .map(
            (row, context) ->
                Map.entry(BudgetScope.valueOf(row.getString("scope")), row.getLong("total")))
        .forEach(each -> sums.put(each.getKey(), each.getValue()));
    return sums;
  }

  void forgetQuarters(Handle handle, UUID account, long before) {
    handle
        .createUpdate(
            "delete from wellness_quarter where account_id = :account and quarter < :before")
        .bind("account", account)
        .bind("before", Math.floorDiv(before, QUARTER))
        .execute();
  }
}
