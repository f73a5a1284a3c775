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
    handle
        .createUpdate(
            """
            insert into parked_message
              (id, topic, part, place, bytes, content, code, message, remedy, parked_at)
            values (:id, :topic, :part, :place, :bytes, :content, :code, :message, :remedy, :at)
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

  /** The first bytes of a parked message, as they came. */
  Optional<byte[]> content(Handle handle, UUID id) {
    return handle
        .createQuery("select content from parked_message where id = :id")
        .bind("id", id)
        .mapTo(byte[].class)
        .findOne();
  }
}
