package dev.halcyon.server.effect;

import dev.halcyon.protocol.EffectDelivery;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.EffectState;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of effects. Stateless; each method works in the caller's transaction. */
final class EffectRepository {
  private static final int LONGEST_PROBLEM = 500;

  /** What is sent. */
  record Due(
      long id,
      UUID eventId,
      EffectKind kind,
      UUID itemId,
      String content,
      Instant madeAt,
      int attempts) {}

  /** What identifies an item to its platform. */
  record Subject(String source, String externalId) {}

  Optional<Subject> subject(Handle handle, UUID item) {
    return handle
        .createQuery("select source, external_id from item where id = :item")
        .bind("item", item)
        .map((row, context) -> new Subject(row.getString("source"), row.getString("external_id")))
        .findOne();
  }

  void insert(
      Handle handle,
      UUID event,
      List<String> targets,
      EffectKind kind,
      UUID item,
      String source,
      String content,
      Instant now) {
    String sealed = Seals.of(handle).sealer(handle, item).seal(content);
    var batch =
        handle.prepareBatch(
            """
            insert into effect (event_id, target, kind, item_id, source, content, made_at, state,
              attempts, next_at)
            values (:event, :target, :kind, :item, :source, :content, :now, 'WAITING', 0, :now)
            """);
    for (String target : targets) {
      batch
          .bind("event", event)
          .bind("target", target)
          .bind("kind", kind.type())
          .bind("item", item)
          .bind("source", source)
          .bind("content", sealed)
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  /** What is to be sent to a target now: of each item only its oldest waiting event. */
  List<Due> due(Handle handle, String target, Instant now, int limit) {
    return handle
        .createQuery(
            """
            select e.* from effect e
            where e.target = :target and e.state = 'WAITING' and e.next_at <= :now
              and not exists (select 1 from effect b where b.item_id = e.item_id
                and b.target = e.target and b.state = 'WAITING' and b.id < e.id)
            order by e.target, e.state, e.next_at, e.id limit :limit
            """)
        .bind("target", target)
        .bind("now", now)
        .bind("limit", limit)
        .map((row, context) -> due(row, Seals.of(context)))
        .list();
  }

  private static Due due(ResultSet row, Seals seals) throws SQLException {
    return new Due(
        row.getLong("id"),
        row.getObject("event_id", UUID.class),
        kind(row.getString("kind")),
        row.getObject("item_id", UUID.class),
        seals.text(row.getString("content")),
        Columns.instant(row, "made_at"),
        row.getInt("attempts"));
  }

  /** Takes an event to send it, so that no other server process does before {@code until}. */
  boolean take(Handle handle, Due due, Instant until) {
    return handle
            .createUpdate(
                """
                update effect set attempts = attempts + 1, next_at = :until
                where id = :id and state = 'WAITING' and attempts = :attempts
                """)
            .bind("until", until)
            .bind("id", due.id())
            .bind("attempts", due.attempts())
            .execute()
        == 1;
  }

  void delivered(Handle handle, long id, Instant now) {
    handle
        .createUpdate(
            """
            update effect set state = 'DELIVERED', delivered_at = :now, problem = null
            where id = :id
            """)
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  void failed(Handle handle, long id, EffectState state, Instant next, String problem) {
    handle
        .createUpdate(
            """
            update effect set state = :state, next_at = :next, problem = :problem
            where id = :id and state = 'WAITING'
            """)
        .bind("state", state.name())
        .bind("next", next)
        .bind(
            "problem",
            problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem)
        .bind("id", id)
        .execute();
  }

  /** Takes out an event that needs not be sent any more and whose item was erased meanwhile. */
  void dropErased(Handle handle, long id) {
    handle
        .createUpdate(
            """
            delete from effect where id = :id and state <> 'WAITING' and exists
              (select 1 from item i where i.id = effect.item_id and i.erased_at is not null)
            """)
        .bind("id", id)
        .execute();
  }

  /** When the next of a target's events is due. */
  Optional<Instant> nextDue(Handle handle, String target) {
    return handle
        .createQuery(
            "select min(next_at) as next from effect where target = :target and state = 'WAITING'")
        .bind("target", target)
        .mapTo(Instant.class)
        .findOne();
  }

  /** Gives up what waits for targets that the operator no longer has. */
  int orphan(Handle handle, List<String> targets) {
    return handle
        .createUpdate(
            "update effect set state = 'DEAD', problem = 'the target is not configured any more'"
                + " where state = 'WAITING' and target not in (<targets>)")
        .bindList("targets", targets.isEmpty() ? List.of("") : targets)
        .execute();
  }

  List<EffectDelivery> list(
      Handle handle, EffectState state, @Nullable String target, long after, int limit) {
    return handle
        .createQuery(
            """
            select * from effect where state = :state and id > :after
              and (:any = 1 or target = :target) order by state, id limit :limit
            """)
        .bind("state", state.name())
        .bind("after", after)
        .bind("any", target == null ? 1 : 0)
        .bind("target", target == null ? "" : target)
        .bind("limit", limit)
        .map((row, context) -> delivery(row))
        .list();
  }

  private static EffectDelivery delivery(ResultSet row) throws SQLException {
    EffectState state = EffectState.valueOf(row.getString("state"));
    return new EffectDelivery(
        row.getLong("id"),
        row.getObject("event_id", UUID.class),
        row.getString("target"),
        kind(row.getString("kind")),
        row.getObject("item_id", UUID.class),
        row.getString("source"),
        state,
        row.getInt("attempts"),
        Columns.instant(row, "made_at"),
        state == EffectState.WAITING ? Columns.instant(row, "next_at") : null,
        row.getString("problem"),
        state == EffectState.DELIVERED ? Columns.instant(row, "delivered_at") : null);
  }

  /** Lets dead events be sent again, from a first attempt on. */
  int resend(
      Handle handle, @Nullable String target, List<UUID> ids, List<String> known, Instant now) {
    return handle
        .createUpdate(
            """
            update effect set state = 'WAITING', attempts = 0, next_at = :now
            where state = 'DEAD' and target in (<known>) and (:any = 1 or target = :target)
              and (:all = 1 or event_id in (<ids>))
            """)
        .bind("now", now)
        .bindList("known", known)
        .bind("any", target == null ? 1 : 0)
        .bind("target", target == null ? "" : target)
        .bind("all", ids.isEmpty() ? 1 : 0)
        .bindList("ids", ids.isEmpty() ? List.of(new UUID(0, 0)) : ids)
        .execute();
  }

  private static EffectKind kind(String type) {
    return Arrays.stream(EffectKind.values())
        .filter(kind -> kind.type().equals(type))
        .findFirst()
        .orElse(EffectKind.UNKNOWN);
  }
}
