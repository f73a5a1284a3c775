package dev.halcyon.server.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps over more rows than H2 keeps of a subquery in memory: 40,000 by itself, so few here that
 * the test is quick.
 */
class LargeSweepTest {
  private static final int IN_MEMORY = 200;
  private static final int ERASED = 1200;

  @TempDir Path data;

  private static void seed(Handle handle) {
    handle.execute("set max_memory_rows " + IN_MEMORY);
    handle.execute(
        """
        insert into item (id, source, external_id, surface, language, region, author_id, body,
          posted_at, received_at, reach, visibility, learning_consent, complete, verdict,
          erased_at)
        select random_uuid(), 'harbor', cast(x as varchar), 'POST', 'en', 'US', 'a', '',
          current_timestamp, current_timestamp, 1, 'VISIBLE', false, true, 'ALLOW',
          current_timestamp
        from system_range(1, cast(? as bigint))
        """,
        ERASED);
    handle.execute(
        """
        insert into effect (event_id, target, kind, item_id, source, content, made_at, state,
          attempts, next_at)
        select random_uuid(), 'harbor', 'item.verdict', id, source, '{}', current_timestamp,
          case when cast(external_id as int) <= 3 then 'WAITING' else 'DELIVERED' end, 1,
          current_timestamp
        from item
        """);
  }

  @Test
  void lateEventsOfManyErasedItemsGoWithoutASubqueryThatH2CannotHold() {
    try (Database database = Database.open(Database.fileUrl(data))) {
      database.useTransaction(LargeSweepTest::seed);
      assertThatThrownBy(
              () ->
                  database.useTransaction(
                      handle ->
                          handle.execute(
                              """
                              delete from effect where state <> 'WAITING'
                                and item_id in (select id from item where erased_at >= ?)
                              """,
                              Instant.EPOCH.atOffset(java.time.ZoneOffset.UTC))))
          .as("what the sweep must not say; should H2 learn it, this test says so")
          .isInstanceOf(RuntimeException.class);
      database.useTransaction(
          handle -> new DueRepository().deleteLateEffects(handle, Instant.EPOCH));
      assertThat(
              database.<Long>read(
                  handle ->
                      handle.createQuery("select count(*) from effect").mapTo(Long.class).one()))
          .as("the three that wait stay")
          .isEqualTo(3L);
      UUID one =
          database.read(
              handle -> handle.createQuery("select id from item limit 1").mapTo(UUID.class).one());
      assertThat(one).as("the database goes on").isNotNull();
    }
  }
}
