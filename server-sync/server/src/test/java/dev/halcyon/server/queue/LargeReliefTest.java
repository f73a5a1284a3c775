package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is over is forgotten without a look at every case that was ever closed. */
class LargeReliefTest {
  private static final int CASES = 1200;
  private static final int RELIEFS = 20;

  /** What H2 says of a table in the plan of a statement that it ran: the rows it looked at. */
  private static final Pattern ROWS_OF_CASES =
      Pattern.compile("REVIEW_CASE.*?scanCount: (\\d+)", Pattern.DOTALL);

  /** As it was written before. */
  private static final List<String> SLOW =
      List.of(
          """
          delete from relief where ends_at <= :now
            and case_id in (select c.id from review_case c where not c.is_open)
          """,
          """
          delete from relief where ends_at <= :now
            and exists (select 1 from review_case c where c.id = relief.case_id and not c.is_open)
          """);

  @TempDir Path data;

  private static void seed(Handle handle) {
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
        order by is_open desc limit cast(? as bigint)
        """,
        RELIEFS);
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

  @Test
  void eachEndedReliefLooksAtItsOwnCaseAlone() {
    try (Database database = Database.open(Database.fileUrl(data))) {
      database.useTransaction(LargeReliefTest::seed);
      assertThat(casesLookedAt(database, ReliefRepository.FORGET))
          .as("cases looked at for one relief")
          .isLessThanOrEqualTo(2);
      for (String slow : SLOW) {
        assertThat(casesLookedAt(database, slow))
            .as("what this counts where all closed cases are gone through")
            .isGreaterThan(CASES / 2);
      }
    }
  }

  /** Runs the statement and takes it back. */
  private static int casesLookedAt(Database database, String statement) {
    String plan =
        database.read(
            handle -> {
              handle.begin();
              try {
                return handle
                    .createQuery("explain analyze " + statement)
                    .bind("now", Instant.now().plusSeconds(60).atOffset(ZoneOffset.UTC))
                    .mapTo(String.class)
                    .one();
              } finally {
                handle.rollback();
              }
            });
    Matcher rows = ROWS_OF_CASES.matcher(plan);
    assertThat(rows.find()).as(plan).isTrue();
    return Integer.parseInt(rows.group(1));
  }
}
