package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ReportSource;
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
}
