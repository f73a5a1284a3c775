package dev.halcyon.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.Seals;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The SQL of the audit log. Stateless; each method works in the caller's transaction. */
final class AuditRepository {
  /** A committed entry that has no position yet. */
  record Unnumbered(
      long id, Instant at, String actor, String action, String subject, String details) {}

  /** How long the log is, and what its tree needs to grow. */
  record State(long size, String frontier) {}

  private static final RowMapper<AuditEntry> ENTRY =
      (row, context) ->
          new AuditEntry(
              row.getLong("seq"),
              row.getObject("made_at", OffsetDateTime.class).toInstant(),
              row.getString("actor"),
              row.getString("action"),
              row.getString("subject"),
              row.getString("details"),
              String.valueOf(row.getString("leaf_hash")));

  private static final RowMapper<AuditCheckpoint> CHECKPOINT =
      (row, context) ->
          new AuditCheckpoint(
              row.getLong("size"),
              row.getString("root_hash"),
              row.getObject("made_at", OffsetDateTime.class).toInstant(),
              row.getString("signature"),
              row.getString("key_id"));

  private static final String COLUMNS = "seq, made_at, actor, action, subject, details, leaf_hash";

  /** Locks the log's state: whoever holds it is the only one who numbers. */
  State lockState(Handle handle) {
    return handle
        .createQuery("select size, frontier from audit_state where id = 1 for update")
        .map((row, context) -> new State(row.getLong("size"), row.getString("frontier")))
        .one();
  }

  /** Whether numbered entries wait for a signature. */
  boolean anyUncovered(Handle handle) {
    return handle
        .createQuery(
            """
            select size > coalesce((select max(size) from audit_checkpoint), -1)
            from audit_state where id = 1
            """)
        .mapTo(Boolean.class)
        .one();
  }

  void saveState(Handle handle, State state) {
    handle
        .createUpdate("update audit_state set size = :size, frontier = :frontier where id = 1")
        .bind("size", state.size())
        .bind("frontier", state.frontier())
        .execute();
  }

  boolean anyUnnumbered(Handle handle) {
    return !unnumbered(handle, 1).isEmpty();
  }

  /** Committed entries without a position, oldest first. */
  List<Unnumbered> unnumbered(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            select id, made_at, actor, action, subject, details from audit_entry
            where seq is null order by seq, id limit :limit
            """)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Unnumbered(
                    row.getLong("id"),
                    row.getObject("made_at", OffsetDateTime.class).toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("details")))
        .list();
  }

  long countUnnumbered(Handle handle) {
    return handle
        .createQuery("select count(*) from audit_entry where seq is null")
        .mapTo(Long.class)
        .one();
  }

  void number(Handle handle, List<Unnumbered> rows, List<AuditEntry> entries) {
    var batch =
        handle.prepareBatch("update audit_entry set seq = :seq, leaf_hash = :leaf where id = :id");
    for (int i = 0; i < rows.size(); i++) {
      batch
          .bind("id", rows.get(i).id())
          .bind("seq", entries.get(i).seq())
          .bind("leaf", entries.get(i).leafHash())
          .add();
    }
    batch.execute();
  }

  /** Numbered entries after a position (-1 for all), in order. */
  List<AuditEntry> entries(Handle handle, long after, int limit) {
    return handle
        .createQuery(
            "select " + COLUMNS + " from audit_entry where seq > :after order by seq limit :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map(ENTRY)
        .list();
  }

  /** Every numbered entry, in order; the caller closes the stream within the handle's life. */
  Stream<AuditEntry> allEntries(Handle handle) {
    return handle
        .createQuery("select " + COLUMNS + " from audit_entry where seq is not null order by seq")
        .setFetchSize(1000)
        .map(ENTRY)
        .stream();
  }

  /** Numbered entries about any of these subjects, in order. */
  List<AuditEntry> about(Handle handle, List<String> subjects) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from audit_entry where subject in (<subjects>) and seq is not null order by"
                + " seq")
        .bindList("subjects", subjects)
        .map(ENTRY)
        .list();
  }

  void insertCheckpoint(Handle handle, AuditCheckpoint checkpoint) {
    handle
        .createUpdate(
            """
            insert into audit_checkpoint (size, root_hash, made_at, signature, key_id)
            values (:size, :root, :at, :signature, :key)
            """)
        .bind("size", checkpoint.size())
        .bind("root", checkpoint.rootHash())
        .bind("at", checkpoint.at())
        .bind("signature", checkpoint.signature())
        .bind("key", checkpoint.keyId())
        .execute();
  }

  Optional<AuditCheckpoint> latestCheckpoint(Handle handle) {
    return handle
        .createQuery("select * from audit_checkpoint order by size desc limit 1")
        .map(CHECKPOINT)
        .findOne();
  }

  /** Every checkpoint, smallest first. */
  List<AuditCheckpoint> checkpoints(Handle handle) {
    return handle
        .createQuery("select * from audit_checkpoint order by size")
        .map(CHECKPOINT)
        .list();
  }

  /** What a commitment stands for, while its secret is kept. */
  Optional<Personal> personal(Handle handle, String commitment) {
    return handle
        .createQuery("select * from audit_personal where commitment = :commitment")
        .bind("commitment", commitment)
        .map(
            (row, context) ->
                new Personal(
                    row.getString("name"),
                    Seals.of(context).text(row.getString("content")),
                    row.getString("secret")))
        .findOne();
  }

  /** A personal value with the key of its commitment, hex. */
  record Personal(String name, String content, String secret) {}

  /** Destroys what commitments to a person's values need; gives how many. */
  int forget(Handle handle, String person) {
    int destroyed =
        handle
            .createUpdate("delete from audit_personal where person = :person")
            .bind("person", person)
            .execute();
    record AuthorKey(String source, String id) {}
    List<AuthorKey> authors =
        handle
            .createQuery(
                """
                select source, author_id from author
                where concat('author:', source, ':', author_id) = :person
                """)
            .bind("person", person)
            .map((row, context) -> new AuthorKey(row.getString(1), row.getString(2)))
            .list();
    for (AuthorKey author : authors) {
      destroyed +=
          handle
              .createUpdate(
                  """
                  update item set allowance_key = null
                  where source = :source and author_id = :author and allowance_key is not null
                  """)
              .bind("source", author.source())
              .bind("author", author.id())
              .execute();
    }
    return destroyed;
  }

  /** The commitments in entries about an item, its cases and decisions on it. */
  List<String> commitments(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select details from audit_entry where subject = :item
            union all
            select a.details from review_case c
            join audit_entry a on a.subject = cast(c.id as varchar) where c.item_id = :id
            """)
        .bind("item", item.toString())
        .bind("id", item)
        .mapTo(String.class)
        .stream()
        .flatMap(AuditRepository::commitmentsOf)
        .toList();
  }

  private static Stream<String> commitmentsOf(String details) {
    try {
      JsonNode personal = Wire.mapper().readTree(details).path("personal");
      return personal.properties().stream().map(each -> each.getValue().asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored audit details cannot be read", e);
    }
  }

  int forgetCommitment(Handle handle, String commitment) {
    return handle
        .createUpdate("delete from audit_personal where commitment = :commitment")
        .bind("commitment", commitment)
        .execute();
  }
}
