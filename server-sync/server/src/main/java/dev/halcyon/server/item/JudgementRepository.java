package dev.halcyon.server.item;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of what machines said about an item (assessments, rationales) and what people reported.
 * Nothing here is ever overwritten. Stateless; each call uses its handle.
 */
public final class JudgementRepository {
  private final AllowedItems allowed = new AllowedItems();

  /** Adds assessments in cascade order. */
  public void addAssessments(Handle handle, UUID item, List<Assessment> assessments) {
    if (assessments.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            insert into assessment (id, item_id, place, content, made_at)
            values (:id, :item, :place, :content, :at)
            """);
    Seals.Sealer sealer = Seals.of(handle).sealer(handle, item);
    int place = 0;
    for (Assessment assessment : assessments) {
      batch
          .bind("id", assessment.id())
          .bind("item", item)
          .bind("place", place++)
          .bind("content", sealer.seal(Wire.write(assessment)))
          .bind("at", assessment.at())
          .add();
    }
    batch.execute();
  }

  /** Every assessment, oldest run first, each run in cascade order. */
  public List<Assessment> assessments(Handle handle, UUID item) {
    List<Assessment> all =
        new ArrayList<>(
            allowed.find(handle, item).map(AllowedItems.Said::assessments).orElse(List.of()));
    handle
        .createQuery("select content from assessment where item_id = :item order by made_at, place")
        .bind("item", item)
        .mapTo(String.class)
        .map(Seals.of(handle)::text)
        .filter(json -> !json.isEmpty())
        .map(json -> Wire.read(json, Assessment.class))
        .forEach(all::add);
    return all;
  }

  public void addRationale(Handle handle, UUID item, Rationale rationale) {
    handle
        .createUpdate(
            """
            insert into rationale (id, item_id, content, made_at)
            values (:id, :item, :content, :at)
            """)
        .bind("id", rationale.id())
        .bind("item", item)
        .bind("content", Seals.of(handle).sealer(handle, item).seal(Wire.write(rationale)))
        .bind("at", rationale.at())
        .execute();
  }

  /** The newest rationale about an item. */
  public Optional<Rationale> rationale(Handle handle, UUID item) {
    return handle
        .createQuery(
            "select content from rationale where item_id = :item order by made_at desc limit 1")
        .bind("item", item)
        .mapTo(String.class)
        .findOne()
        .map(Seals.of(handle)::text)
        .filter(json -> !json.isEmpty())
        .map(json -> Wire.read(json, Rationale.class))
        .or(() -> allowed.find(handle, item).map(AllowedItems.Said::rationale));
  }

  /** Whether a rationale is one about this item. */
  public boolean isAbout(Handle handle, UUID rationale, UUID item) {
    boolean ofItsOwn =
        handle
            .createQuery("select 1 from rationale where id = :id and item_id = :item")
            .bind("id", rationale)
            .bind("item", item)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    return ofItsOwn
        || allowed.find(handle, item).map(AllowedItems.Said::rationale).map(Rationale::id).stream()
            .anyMatch(rationale::equals);
  }

  /**
   * Who sent a report, and under which name its platform knows it.
   *
   * @param contact where the notifier is reached, or null
   * @param platform with {@code noticeId} names the notice; null for one that came with its item
   * @param contentHash of all that was sent under that name
   * @param dueAt until when it is answered
   */
  public record Notifier(
      String reporterId,
      @Nullable String contact,
      @Nullable String platform,
      @Nullable String noticeId,
      @Nullable String contentHash,
      Instant dueAt) {}

  public void addReport(
      Handle handle, UUID item, Report report, Notifier notifier, Instant recordedAt) {
    Seals.Sealer sealer = Seals.of(handle).sealer(handle, item);
    handle
        .createUpdate(
            """
            insert into report
              (id, item_id, source, reporter_id, ground, remark, received_at, platform, notice_id,
               content_hash, contact, legal_basis, requires, restrictions, deadline, due_at,
               recorded_at)
            values
              (:id, :item, :source, :reporter, :ground, :remark, :at, :platform, :notice,
               :hash, :contact, :basis, :requires, :restrictions, :deadline, :due, :recorded)
            """)
        .bind("id", report.id())
        .bind("item", item)
        .bind("source", report.source().name())
        .bind("reporter", notifier.reporterId())
        .bind("ground", ground(report.ground()))
        .bind("remark", sealer.seal(report.comment()))
        .bind("at", report.receivedAt())
        .bind("platform", notifier.platform())
        .bind("notice", notifier.noticeId())
        .bind("hash", notifier.contentHash())
        .bind("contact", sealer.sealOrNull(notifier.contact()))
        .bind("basis", sealer.sealOrNull(report.legalBasis()))
        .bind("requires", report.requires() == null ? null : report.requires().name())
        .bind("restrictions", Columns.names(report.restrictions()))
        .bind("deadline", report.deadline())
        .bind("due", notifier.dueAt())
        .bind("recorded", recordedAt)
        .execute();
  }

  /** How many reports about an item came, kept or only counted. */
  public int reportCount(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select (select count(*) from report where item_id = :item)
              + coalesce((select reports from counted_report where item_id = :item), 0)
            """)
        .bind("item", item)
        .mapTo(Long.class)
        .map(Math::toIntExact)
        .one();
  }

  /** The reports about an item, oldest first. */
  public List<Report> reports(Handle handle, UUID item) {
    return reports(handle, item, "");
  }

  /** The reports about an item whose notifiers were told no outcome yet, oldest first. */
  public List<Report> unanswered(Handle handle, UUID item) {
    return reports(handle, item, "and answered_at is null");
  }

  private static List<Report> reports(Handle handle, UUID item, String which) {
    return handle
        .createQuery(
            "select * from report where item_id = :item " + which + " order by received_at, id")
        .bind("item", item)
        .map((row, context) -> report(row, Seals.of(context)))
        .list();
  }

  private static Report report(ResultSet row, Seals seals) throws SQLException {
    @Nullable String ground = row.getString("ground");
    @Nullable String requires = row.getString("requires");
    @Nullable OffsetDateTime deadline = row.getObject("deadline", OffsetDateTime.class);
    return new Report(
        row.getObject("id", UUID.class),
        ReportSource.valueOf(row.getString("source")),
        ground == null ? null : Category.of(ground),
        seals.text(row.getString("remark")),
        Columns.instant(row, "received_at"),
        seals.textOrNull(row.getString("legal_basis")),
        requires == null ? null : DecisionAction.valueOf(requires),
        Columns.names(row.getString("restrictions"), Restriction.class),
        deadline == null ? null : deadline.toInstant());
  }

  private static @Nullable String ground(@Nullable Category category) {
    return category == null ? null : category.id();
  }
}
