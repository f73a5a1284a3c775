package dev.halcyon.server.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.CaseKind;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads rows of cases. Stateless. */
final class CaseRows {
  /** A case row with who holds its lease; every reader of summaries selects exactly this. */
  static final String SUMMARY =
      """
      select c.*, a.display_name as holder_name
      from review_case c
      left join lease l on l.case_id = c.id and l.live and c.state = 'IN_REVIEW'
      left join account a on a.id = l.account_id
      """;

  private CaseRows() {}

  static CaseSummary summary(ResultSet row, Seals seals, Instant now) throws SQLException {
    CaseState state = CaseState.valueOf(row.getString("state"));
    Instant due = Columns.instant(row, "due_at");
    return new CaseSummary(
        row.getObject("id", UUID.class),
        row.getObject("item_id", UUID.class),
        shown(CaseKind.valueOf(row.getString("kind"))),
        state,
        row.getLong("version"),
        row.getString("queue"),
        Priority.values()[row.getInt("priority")],
        Columns.instant(row, "created_at"),
        due,
        Category.of(row.getString("category")),
        row.getDouble("score"),
        row.getString("language"),
        row.getString("region"),
        Surface.valueOf(row.getString("surface")),
        Columns.names(row.getString("media_kinds"), Modality.class),
        seals.text(row.getString("excerpt")),
        row.getLong("reach"),
        row.getInt("reports"),
        row.getString("holder_name"),
        QueueOrder.withClock(reasons(row.getString("reasons")), state, due, now),
        row.getInt("members"));
  }

  /** A quality case must not be told from a review, or nobody would be measured as they work. */
  private static CaseKind shown(CaseKind kind) {
    return kind == CaseKind.QUALITY ? CaseKind.REVIEW : kind;
  }

  static CaseRecord record(ResultSet row) throws SQLException {
    return new CaseRecord(
        row.getObject("id", UUID.class),
        row.getObject("item_id", UUID.class),
        CaseState.valueOf(row.getString("state")),
        row.getLong("version"),
        row.getString("queue"),
        Priority.values()[row.getInt("priority")],
        Category.of(row.getString("category")),
        row.getString("language"),
        row.getString("region"),
        Columns.names(row.getString("media_kinds"), Modality.class),
        row.getBoolean("escalated"),
        row.getInt("reading_seconds"),
        row.getObject("rationale_id", UUID.class),
        Columns.policy(row),
        row.getInt("members"),
        Columns.instant(row, "due_at"));
  }

  static List<QueueReason> reasons(String json) {
    try {
      return Wire.mapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored reasons cannot be read", e);
    }
  }
}
