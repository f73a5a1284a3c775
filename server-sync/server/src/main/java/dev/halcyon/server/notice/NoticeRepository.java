package dev.halcyon.server.notice;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSummary;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what notifiers are told. Stateless; each method works in the caller's transaction. */
public final class NoticeRepository {
  /** A notice sent before, and the fingerprint of what was sent. */
  public record Known(String contentHash, NoticeReceipt receipt) {}

  /** A notifier who may be owed an answer. */
  record Asker(
      UUID reportId,
      @Nullable String noticeId,
      String reporterId,
      @Nullable String contact,
      ReportSource reportedBy,
      boolean order,
      @Nullable Visibility told) {}

  /** Which notices are listed. */
  record Filter(
      boolean orders,
      boolean answered,
      @Nullable String source,
      @Nullable ReportSource reportedBy,
      UUID after,
      int limit) {}

  private static final String WITH_ITEM =
      """
      select r.*, i.external_id, i.visibility, i.source as item_source,
        (select cast(max(cast(c.id as varchar)) as uuid) from review_case c
          where c.item_id = i.id) as newest_case,
        (select cast(max(cast(c.id as varchar)) as uuid) from review_case c
          where c.item_id = i.id and c.is_open) as open_case
      from report r join item i on i.id = r.item_id
      """;

  /** What was answered to the notice that a platform sent under an id. */
  public Optional<Known> find(Handle handle, String platform, String noticeId) {
    return handle
        .createQuery(WITH_ITEM + "where r.platform = :platform and r.notice_id = :notice")
        .bind("platform", platform)
        .bind("notice", noticeId)
        .map(
            (row, context) ->
                new Known(row.getString("content_hash"), receipt(row, Seals.of(context))))
        .findOne();
  }

  private static NoticeReceipt receipt(ResultSet row, Seals seals) throws SQLException {
    return new NoticeReceipt(
        row.getObject("id", UUID.class),
        row.getString("notice_id"),
        row.getString("reporter_id"),
        seals.textOrNull(row.getString("contact")),
        ReportSource.valueOf(row.getString("source")),
        row.getString("requires") != null,
        row.getObject("item_id", UUID.class),
        row.getString("item_source"),
        row.getString("external_id"),
        category(row.getString("ground")),
        Columns.instant(row, "received_at"),
        Columns.instant(row, "due_at"),
        row.getObject("newest_case", UUID.class),
        Visibility.valueOf(row.getString("visibility")),
        true,
        false);
  }

  private static @Nullable Category category(@Nullable String id) {
    return id == null ? null : Category.of(id);
  }

  /** Everybody who sent a notice about an item, in the order of their notices. */
  List<Asker> askers(Handle handle, UUID item) {
    return handle
        .createQuery("select * from report where item_id = :item order by id")
        .bind("item", item)
        .map(
            (row, context) -> {
              @Nullable String told = row.getString("told");
              return new Asker(
                  row.getObject("id", UUID.class),
                  row.getString("notice_id"),
                  row.getString("reporter_id"),
                  Seals.of(context).textOrNull(row.getString("contact")),
                  ReportSource.valueOf(row.getString("source")),
                  row.getString("requires") != null,
                  told == null ? null : Visibility.valueOf(told));
            })
        .list();
  }

  void answered(Handle handle, UUID report, UUID decision, Visibility told, Instant now) {
    handle
        .createUpdate(
            """
            update report set answered_by = :decision, answered_at = :now, told = :told
            where id = :report
            """)
        .bind("decision", decision)
        .bind("now", now)
        .bind("told", told.name())
        .bind("report", report)
        .execute();
  }

  /** The newest decision on an item that left it where it stands. */
  Optional<Outcomes.Made> standing(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select d.*, i.visibility from every_decision d join item i on i.id = d.item_id
            where d.item_id = :item and d.action <> 'ESCALATE'
            order by d.recorded_at desc, d.id desc limit 1
            """)
        .bind("item", item)
        .map(
            (row, context) ->
                new Outcomes.Made(
                    item,
                    row.getObject("id", UUID.class),
                    DecisionAction.valueOf(row.getString("action")),
                    category(row.getString("category")),
                    row.getString("clause"),
                    row.getBoolean("by_machine"),
                    Visibility.valueOf(row.getString("visibility")),
                    Columns.instant(row, "decided_at")))
        .findOne();
  }

  /** A page of notices, in the order in which they came. */
  List<NoticeSummary> list(Handle handle, Filter filter) {
    return handle
        .createQuery(
            WITH_ITEM
                + " where r.id > :after"
                + (filter.answered()
                    ? " and r.answered_at is not null"
                    : " and r.answered_at is null")
                + (filter.orders() ? " and r.requires is not null" : " and r.requires is null")
                + (filter.source() == null ? "" : " and i.source = :source")
                + (filter.reportedBy() == null ? "" : " and r.source = :reportedBy")
                + " order by r.id limit :limit")
        .bind("after", filter.after())
        .bind("limit", filter.limit())
        .bindMap(
            java.util.Map.of(
                "source", filter.source() == null ? "" : filter.source(),
                "reportedBy", filter.reportedBy() == null ? "" : filter.reportedBy().name()))
        .configure(
            org.jdbi.v3.core.statement.SqlStatements.class,
            statements -> statements.setUnusedBindingAllowed(true))
        .map((row, context) -> summary(row, Seals.of(context)))
        .list();
  }

  private static NoticeSummary summary(ResultSet row, Seals seals) throws SQLException {
    NoticeReceipt receipt = receipt(row, seals);
    @Nullable String requires = row.getString("requires");
    @Nullable OffsetDateTime answered = row.getObject("answered_at", OffsetDateTime.class);
    return new NoticeSummary(
        receipt.reportId(),
        receipt.noticeId(),
        receipt.order(),
        receipt.reportedBy(),
        receipt.reporterId(),
        receipt.contact(),
        receipt.ground(),
        seals.textOrNull(row.getString("legal_basis")),
        seals.text(row.getString("remark")),
        requires == null ? null : DecisionAction.valueOf(requires),
        receipt.itemId(),
        receipt.source(),
        receipt.externalId(),
        receipt.receivedAt(),
        receipt.dueAt(),
        row.getObject("open_case", UUID.class),
        receipt.visibility(),
        row.getObject("answered_by", UUID.class),
        answered == null ? null : answered.toInstant());
  }
}
