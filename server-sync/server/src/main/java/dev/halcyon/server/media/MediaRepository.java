package dev.halcyon.server.media;

import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of media and reveals. Stateless; each method works in the caller's transaction. */
public final class MediaRepository {
  /** A stored file as the database knows it; {@code info} is null until it was decoded. */
  record Row(String mediaId, Modality kind, String declaredType, @Nullable MediaInfo info) {}

  /** A grant as it was given and used. */
  record Reveal(
      UUID id,
      UUID caseId,
      String mediaId,
      @Nullable Integer frame,
      String purpose,
      UUID accountId,
      String holder,
      long leaseToken,
      Instant grantedAt,
      Instant expiresAt,
      @Nullable Instant fetchedAt,
      @Nullable Instant endedAt) {}

  Optional<Row> find(Handle handle, String mediaId) {
    return handle
        .createQuery("select media_id, kind, declared_type, info from media where media_id = :id")
        .bind("id", mediaId)
        .map((row, context) -> row(row))
        .findOne();
  }

  /** The media part of a case's item, or nothing when the item has no such part. */
  Optional<Row> findOfCase(Handle handle, UUID caseId, String mediaId) {
    return handle
        .createQuery(
            """
            select m.media_id, m.kind, m.declared_type, m.info from media m
            where m.media_id = :id and exists (
              select 1 from item_media l join review_case c on c.item_id = l.item_id
              where c.id = :caseId and l.media_id = m.media_id)
            """)
        .bind("id", mediaId)
        .bind("caseId", caseId)
        .map((row, context) -> row(row))
        .findOne();
  }

  private static Row row(ResultSet row) throws SQLException {
    @Nullable String info = row.getString("info");
    return new Row(
        row.getString("media_id"),
        Modality.valueOf(row.getString("kind")),
        row.getString("declared_type"),
        info == null ? null : Wire.read(info, MediaInfo.class));
  }

  boolean caseExists(Handle handle, UUID caseId) {
    return handle
        .createQuery("select 1 from review_case where id = :id")
        .bind("id", caseId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Whether this session of this account holds the case now, under this token. */
  public boolean isHeld(Handle handle, UUID caseId, long token, UUID account, String session) {
    return handle
        .createQuery(
            """
            select 1 from lease where case_id = :caseId and token = :token
              and account_id = :account and holder = :session
              and live and expires > current_timestamp
            """)
        .bind("caseId", caseId)
        .bind("token", token)
        .bind("account", account)
        .bind("session", session)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /**
   * Notes an upload. The type last declared counts, for items sent after it: otherwise whoever
   * uploads a file first with a false type would spoil it for everyone.
   */
  public void upsert(
      Handle handle, String mediaId, Modality kind, String declaredType, long bytes, Instant now) {
    // Waits for an erasure of the same bytes that has begun, and calls off one that has not.
    handle
        .createUpdate("delete from media_gone where media_id = :id")
        .bind("id", mediaId)
        .execute();
    int updated =
        handle
            .createUpdate(
                """
                update media set kind = :kind, declared_type = :type
                where media_id = :id
                """)
            .bind("id", mediaId)
            .bind("kind", kind.name())
            .bind("type", declaredType)
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              insert into media (media_id, kind, declared_type, bytes, state, stored_at)
              values (:id, :kind, :type, :bytes, 'PENDING', :now)
              """)
          .bind("id", mediaId)
          .bind("kind", kind.name())
          .bind("type", declaredType)
          .bind("bytes", bytes)
          .bind("now", now)
          .execute();
    }
  }

  /** Has the bytes of a file deleted that came for nobody, unless they are somebody's. */
  public void dropUnlessKnown(Handle handle, String mediaId, Instant now) {
    if (find(handle, mediaId).isPresent()) {
      return;
    }
    handle
        .createUpdate("delete from media_gone where media_id = :id")
        .bind("id", mediaId)
        .execute();
    handle
        .createUpdate("insert into media_gone (media_id, gone_at) values (:id, :now)")
        .bind("id", mediaId)
        .bind("now", now)
        .execute();
  }

  /** Keeps what decoding found. A failure never replaces what an earlier decoding found. */
  public void saveInfo(Handle handle, MediaInfo info) {
    String guard = info.state() == MediaState.READY ? "" : " and state <> 'READY'";
    handle
        .createUpdate("update media set state = :state, info = :info where media_id = :id" + guard)
        .bind("id", info.mediaId())
        .bind("state", info.state().name())
        .bind("info", Wire.write(info))
        .execute();
  }

  void insertReveal(Handle handle, Reveal reveal) {
    handle
        .createUpdate(
            """
            insert into reveal (id, case_id, media_id, frame, purpose, account_id, holder,
              lease_token, granted_at, expires_at)
            values (:id, :caseId, :mediaId, :frame, :purpose, :account, :holder, :token, :granted,
              :expires)
            """)
        .bind("id", reveal.id())
        .bind("caseId", reveal.caseId())
        .bind("mediaId", reveal.mediaId())
        .bind("frame", reveal.frame())
        .bind("purpose", reveal.purpose())
        .bind("account", reveal.accountId())
        .bind("holder", reveal.holder())
        .bind("token", reveal.leaseToken())
        .bind("granted", reveal.grantedAt())
        .bind("expires", reveal.expiresAt())
        .execute();
  }

  Optional<Reveal> reveal(Handle handle, UUID id) {
    return handle
        .createQuery("select * from reveal where id = :id")
        .bind("id", id)
        .map((row, context) -> reveal(row))
        .findOne();
  }

  /** Reveals nobody has closed, oldest first. */
  List<Reveal> openReveals(Handle handle) {
    return handle
        .createQuery("select * from reveal where ended_at is null order by granted_at limit 500")
        .map((row, context) -> reveal(row))
        .list();
  }

  private static Reveal reveal(ResultSet row) throws SQLException {
    int frame = row.getInt("frame");
    boolean whole = row.wasNull();
    return new Reveal(
        row.getObject("id", UUID.class),
        row.getObject("case_id", UUID.class),
        row.getString("media_id"),
        whole ? null : frame,
        row.getString("purpose"),
        row.getObject("account_id", UUID.class),
        row.getString("holder"),
        row.getLong("lease_token"),
        instant(row, "granted_at"),
        instant(row, "expires_at"),
        row.getObject("fetched_at") == null ? null : instant(row, "fetched_at"),
        row.getObject("ended_at") == null ? null : instant(row, "ended_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Marks the first fetch; false when it was fetched or closed before. */
  boolean fetchOnce(Handle handle, UUID id, Instant now) {
    return handle
            .createUpdate(
                """
                update reveal set fetched_at = :now
                where id = :id and fetched_at is null and ended_at is null
                """)
            .bind("id", id)
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Closes a reveal; false when it was closed before. */
  boolean end(Handle handle, UUID id, Instant now, long shownMillis) {
    return handle
            .createUpdate(
                """
                update reveal set ended_at = :now, shown_millis = :shown
                where id = :id and ended_at is null
                """)
            .bind("id", id)
            .bind("now", now)
            .bind("shown", shownMillis)
            .execute()
        == 1;
  }
}
