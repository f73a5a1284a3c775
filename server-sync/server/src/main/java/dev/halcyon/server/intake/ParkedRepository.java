package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.ParkedMessage;
import dev.halcyon.protocol.Problem;
import dev.halcyon.server.store.Columns;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of messages that could not be taken. Stateless; works in the caller's transaction. */
final class ParkedRepository {
  /** What is kept of a message; the rest is in the topic. */
  private static final int KEPT = 256 * 1024;

  private static final int WORDS = 2000;

  /** A message that could not be taken, and why. */
  record Parked(
      UUID id,
      String topic,
      int partition,
      long offset,
      long bytes,
      byte[] content,
      Problem problem,
      Instant at) {

    static Parked of(
        String topic, int partition, long offset, byte[] value, Problem problem, Instant at) {
      return new Parked(
          UuidCreator.getTimeOrderedEpoch(),
          topic,
          partition,
          offset,
          value.length,
          value.length <= KEPT ? value : Arrays.copyOf(value, KEPT),
          problem,
          at);
    }
  }

  /** Parks a message, unless it is parked already. */
  void insert(Handle handle, Parked parked) {
    boolean known =
        handle
            .createQuery(
                """
                select 1 from parked_message
                where topic = :topic and part = :part and place = :place
                """)
            .bind("topic", parked.topic())
            .bind("part", parked.partition())
            .bind("place", parked.offset())
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    if (known) {
      return;
    }
    Optional<NamedItem> about = NamedItem.in(parked.content());
    handle
        .createUpdate(
            """
            insert into parked_message
              (id, topic, part, place, bytes, content, code, message, remedy, parked_at, source,
               external_id)
            values
              (:id, :topic, :part, :place, :bytes, :content, :code, :message, :remedy, :at,
               :source, :externalId)
            """)
        .bind("id", parked.id())
        .bind("topic", parked.topic())
        .bind("part", parked.partition())
        .bind("place", parked.offset())
        .bind("bytes", parked.bytes())
        .bind("content", parked.content())
        .bind("code", parked.problem().code())
        .bind("message", words(parked.problem().message()))
        .bind("remedy", words(parked.problem().remedy()))
        .bind("at", parked.at())
        .bind("source", about.map(NamedItem::source).orElse(null))
        .bind("externalId", about.map(NamedItem::externalId).orElse(null))
        .execute();
  }

  private static String words(String text) {
    return text.length() <= WORDS ? text : text.substring(0, WORDS);
  }

  long count(Handle handle) {
    return handle.createQuery("select count(*) from parked_message").mapTo(Long.class).one();
  }

  /** A page, in the order of parking. */
  List<ParkedMessage> list(Handle handle, UUID after, int limit) {
    return handle
        .createQuery("select * from parked_message where id > :after order by id limit :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new ParkedMessage(
                    row.getObject("id", UUID.class),
                    row.getString("topic"),
                    row.getInt("part"),
                    row.getLong("place"),
                    row.getLong("bytes"),
                    new Problem(
                        row.getString("code"), row.getString("message"), row.getString("remedy")),
                    Columns.instant(row, "parked_at")))
        .list();
  }

  /** The oldest parked for a reason. */
  List<UUID> parkedFor(Handle handle, String code, int limit) {
    return handle
        .createQuery("select id from parked_message where code = :code order by id limit :limit")
        .bind("code", code)
        .bind("limit", limit)
        .mapTo(UUID.class)
        .list();
  }

  /**
   * A parked message as it came, or its beginning.
   *
   * @param whole whether that is all of it
   */
  record Content(String topic, int partition, long offset, byte[] bytes, boolean whole) {}

  Optional<Content> content(Handle handle, UUID id) {
    return handle
        .createQuery("select topic, part, place, bytes, content from parked_message where id = :id")
        .bind("id", id)
        .map(
            (row, context) -> {
              byte[] content = row.getBytes("content");
              return new Content(
                  row.getString("topic"),
                  row.getInt("part"),
                  row.getLong("place"),
                  content,
                  content.length == row.getLong("bytes"));
            })
        .findOne();
  }

  /** Keeps why a message was refused again. */
  void refused(Handle handle, UUID id, Problem problem) {
    handle
        .createUpdate(
            """
            update parked_message set code = :code, message = :message, remedy = :remedy
            where id = :id
            """)
        .bind("code", problem.code())
        .bind("message", words(problem.message()))
        .bind("remedy", words(problem.remedy()))
        .bind("id", id)
        .execute();
  }

  /** Takes a message out; says whether it was there. */
  boolean delete(Handle handle, UUID id) {
    return handle.createUpdate("delete from parked_message where id = :id").bind("id", id).execute()
        > 0;
  }
}
