package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ReportSource;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What is known of an item when a report about it arrives. Stateless; each method works in the
 * caller's transaction.
 */
final class ReportRepository {
  /** Whether this very report is stored already: platforms send an item again with its reports. */
  boolean has(Handle handle, UUID item, Arrival report) {
    return handle
        .createQuery(
            """
            select 1 from report where item_id = :item and source = :source
              and reporter_id = :reporter and received_at = :receivedAt
            """)
        .bind("item", item)
        .bind("source", report.source().name())
        .bind("reporter", report.reporterId())
        .bind("receivedAt", report.report().receivedAt())
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Whether anybody reported an item. */
  boolean anyOf(Handle handle, UUID item) {
    return handle
        .createQuery("select 1 from report where item_id = :item limit 1")
        .bind("item", item)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Whether this authority reported the item for this ground, or for none, before. */
  boolean authorityReported(Handle handle, UUID item, Arrival report) {
    return handle
        .createQuery(
            """
            select 1 from report where item_id = :item and source = :source
              and reporter_id = :reporter and coalesce(ground, '') = :ground
            """)
        .bind("item", item)
        .bind("source", ReportSource.AUTHORITY.name())
        .bind("reporter", report.reporterId())
        .bind("ground", report.ground().map(Category::id).orElse(""))
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** What the item was looked at for: the categories of its cases and of decisions on it. */
  Set<Category> lookedAtFor(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select category from review_case where item_id = :item
            union select category from decision where item_id = :item and category is not null
            union select category from case_member where item_id = :item and state = 'FOLLOWED'
            """)
        .bind("item", item)
        .mapTo(String.class)
        .stream()
        .map(Category::of)
        .collect(Collectors.toSet());
  }

  /** How many readers' reports without a legal basis an item has, counted up to a bound. */
  int plain(Handle handle, UUID item, int bound) {
    return handle
        .createQuery(
            """
            select count(*) from (
              select 1 as one from report
              where item_id = :item and source = 'USER' and legal_basis is null limit :bound) r
            """)
        .bind("item", item)
        .bind("bound", bound)
        .mapTo(Integer.class)
        .one();
  }

  /** Whether a report names a ground on which nobody reported the item. */
  boolean isNewGround(Handle handle, UUID item, Arrival report) {
    return report
        .ground()
        .filter(
            ground ->
                handle
                    .createQuery(
                        "select 1 from report where item_id = :item and ground = :ground limit 1")
                    .bind("item", item)
                    .bind("ground", ground.id())
                    .mapTo(Integer.class)
                    .findFirst()
                    .isEmpty())
        .isPresent();
  }

  /** Whether reports about an item are counted already. */
  boolean isCounting(Handle handle, UUID item) {
    return handle
        .createQuery("select 1 from counted_report where item_id = :item")
        .bind("item", item)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Counts reports that are not kept, also in the item's open case; the item's row is held. */
  void count(Handle handle, UUID item, int more, Instant now) {
    int known =
        handle
            .createUpdate(
                """
                update counted_report set reports = reports + :more, last_at = :now
                where item_id = :item
                """)
            .bind("more", more)
            .bind("now", now)
            .bind("item", item)
            .execute();
    if (known == 0) {
      handle
          .createUpdate(
              """
              insert into counted_report (item_id, reports, last_at) values (:item, :more, :now)
              """)
          .bind("item", item)
          .bind("more", more)
          .bind("now", now)
          .execute();
    }
    handle
        .createUpdate(
            "update review_case set reports = reports + :more where item_id = :item and is_open")
        .bind("more", more)
        .bind("item", item)
        .execute();
  }
}
