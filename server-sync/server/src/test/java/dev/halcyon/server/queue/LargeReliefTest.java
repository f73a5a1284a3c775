package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ended reliefs go beside more closed cases than H2 keeps of a subquery in memory. */
class LargeReliefTest {
  private static final int IN_MEMORY = 200;
  private static final int CASES = 1200;

  @TempDir Path data;

  private static void seed(Handle handle) {
    handle.execute("set max_memory_rows " + IN_MEMORY);
    handle.execute(
        """
        insert into account (id, name, display_name, roles, created_at)
        values (random_uuid(), 'ana', 'Ana', 'REVIEWER', current_timestamp)
        """);
    handle.execute(
        """
        insert into item (id, source, external_id, surface, language, region, author_id, body,
          posted_at, received_at, reach, visibility, learning_consent, complete, verdict)
        values (random_uuid(), 'harbor', '1', 'POST', 'en', 'US', 'a', '', current_timestamp,
          current_timestamp, 1, 'VISIBLE', false, true, 'REVIEW')
        """);
    handle.execute(
        """
        insert into review_case (id, item_id, kind, state, is_open, version, queue, priority,
          created_at, due_at, category, score, language, region, surface, media_kinds, excerpt,
          reach, reports, reasons, reading_seconds, policy_id, policy_version, clock_from)
        select random_uuid(), (select id from item), 'REVIEW',
          case when x = 1 then 'WAITING' else 'DECIDED' end, x = 1, 1, 'general', 2,
          current_timestamp, current_timestamp, 'spam', 0.5, 'en', 'US', 'POST', '', '', 1, 0,
          '[]', 1, 'default', 1, current_timestamp
        from system_range(1, cast(? as bigint))
        """,
        CASES);
    handle.execute(
        """
        insert into relief (account_id, case_id, category, ends_at)
        select (select id from account), id, 'spam', current_timestamp from review_case
        """);
  }

  @Test
  void whatIsOverGoesAndTheOpenCaseStays() {
    try (Database database = Database.open(Database.fileUrl(data))) {
      database.useTransaction(LargeReliefTest::seed);
      database.useTransaction(
          handle -> new ReliefRepository().forget(handle, Instant.now().plusSeconds(60)));
      long left =
          database.read(
              handle -> handle.createQuery("select count(*) from relief").mapTo(Long.class).one());
      assertThat(left).isEqualTo(1);
    }
  }
}
