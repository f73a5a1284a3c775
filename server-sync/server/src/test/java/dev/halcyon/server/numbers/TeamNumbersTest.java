package dev.halcyon.server.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.NumberGroup;
import dev.halcyon.protocol.NumberWeeks;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.WeekNumbers;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A week's numbers over HTTP: what they are, what is withheld, and that they stay as they were. */
@OnBothDatabases
class TeamNumbersTest {
  /** Two weeks ago: over and settled on every day of the week. */
  private static final LocalDate WEEK =
      LocalDate.now(ZoneOffset.UTC)
          .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
          .minusWeeks(2);

  private static final Instant MONDAY = WEEK.atStartOfDay(ZoneOffset.UTC).toInstant();

  @TempDir Path directory;
  private HalcyonServer server;
  private TestClient lead;
  private final List<UUID> people = new ArrayList<>();

  @BeforeEach
  void start() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    server.context().policies().add(Fixtures.policy(1001));
    server.context().policies().publish("system", 1001);
    lead = client("lead", Role.LEAD);
    for (int person = 0; person < 12; person++) {
      people.add(client("person" + person, Role.REVIEWER).get("/v1/me").as(Account.class).id());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestClient client(String name, Role role) {
    String token = server.context().accounts().ensure(name, name, Set.of(role), List.of(), null);
    return TestClient.signedIn(server.url(), token);
  }

  private void decided(
      UUID person, Category category, String language, long handlingSeconds, boolean inTime) {
    UUID id =
        Fixtures.createCase(
                server.context(),
                Fixtures.item("text " + UUID.randomUUID(), language, 10, Instant.now()),
                category,
                0.7)
            .id();
    server
        .context()
        .database()
        .useTransaction(
            handle -> decide(handle, id, person, handlingSeconds, inTime ? 3_000 : 100_000));
  }

  private static void decide(
      Handle handle, UUID id, UUID person, long handlingSeconds, long ageSeconds) {
    handle
        .createUpdate(
            """
            update review_case set state = 'DECIDED', is_open = false, created_at = :came,
              due_at = :due where id = :id
            """)
        .bind("id", id)
        .bind("came", MONDAY.plusSeconds(100))
        .bind("due", MONDAY.plusSeconds(100 + 50_000))
        .execute();
    handle
        .createUpdate(
            """
            insert into decision (id, item_id, case_id, by_machine, account_id, action,
              restrictions, note, policy_id, policy_version, visibility_before, visibility_after,
              decided_at, recorded_at, handling_millis)
            select :decision, item_id, id, false, :person, 'ALLOW', '', '', 'test-policy', 1001,
              'PENDING', 'VISIBLE', :at, :at, :handling from review_case where id = :id
            """)
        .bind("decision", UUID.randomUUID())
        .bind("id", id)
        .bind("person", person)
        .bind("at", MONDAY.plusSeconds(100 + ageSeconds))
        .bind("handling", handlingSeconds * 1000)
        .execute();
  }

  private void saw(UUID person, SeverityBand band, long minutes) {
    server
        .context()
        .database()
        .useTransaction(
            handle ->
                handle
                    .createUpdate(
                        """
                        insert into exposure_entry (session_id, sequence_number, account_id,
                          case_id, item_id, band, kind, at_millis, millis, started_at, counted_at,
                          clock_shift_millis, chain, received_at)
                        values (:session, 1, :person, :other, :other, :band, 'TEXT', 0, :millis,
                          :at, :at, 0, 'x', :at)
                        """)
                    .bind("session", UUID.randomUUID())
                    .bind("other", UUID.randomUUID())
                    .bind("person", person)
                    .bind("band", band.name())
                    .bind("millis", minutes * 60_000)
                    .bind("at", MONDAY.plusSeconds(3_600))
                    .execute());
  }

  private WeekNumbers numbers() {
    return lead.get("/v1/numbers/" + WEEK).as(WeekNumbers.class);
  }

  private static WeekNumbers.Line line(WeekNumbers numbers, NumberGroup group, String key) {
    return numbers.lines().stream()
        .filter(each -> each.group() == group && each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** Eight people on hate, one alone on German cases. */
  private void aWeek() {
    for (int fact = 0; fact < 40; fact++) {
      decided(people.get(fact % 8), Category.HATE, "en", 60 + fact, fact % 10 != 0);
    }
    for (int fact = 0; fact < 6; fact++) {
      decided(people.get(8), Category.HATE, "de", 20, true);
    }
  }

  @Test
  void aWeekIsToldAndOnePersonsQueueIsNot() {
    aWeek();
    assertThat(lead.get("/v1/numbers").as(NumberWeeks.class).weeks()).contains(WEEK);
    WeekNumbers numbers = numbers();
    WeekNumbers.Line all = line(numbers, NumberGroup.ALL, "");
    assertThat(all.decided()).isEqualTo(46);
    assertThat(all.inTime()).isCloseTo(0.91, within(1e-9));
    assertThat(all.ageSeconds()).isNotNull();
    assertThat(all.ageSeconds().p50()).isEqualTo(3_000);
    assertThat(all.handlingSeconds()).isNotNull();
    assertThat(all.handlingSeconds().p50()).isBetween(65L, 85L);
    assertThat(all.handlingSeconds().p50() % 5).isZero();
    // German is one person's, and all less the other queue would be German.
    assertThat(line(numbers, NumberGroup.QUEUE, "german"))
        .isEqualTo(new WeekNumbers.Line(NumberGroup.QUEUE, "german", null, null, null, null));
    assertThat(line(numbers, NumberGroup.QUEUE, "general").handlingSeconds()).isNull();
    assertThat(line(numbers, NumberGroup.LANGUAGE, "de").inTime()).isNull();
    WeekNumbers.Line hate = line(numbers, NumberGroup.CATEGORY, "hate");
    assertThat(hate.handlingSeconds()).isEqualTo(all.handlingSeconds());
    assertThat(hate.decided()).as("counts are told by queue alone").isNull();
  }

  @Test
  void whoComesOrGoesAfterwardsChangesNothing() {
    aWeek();
    String before = lead.get("/v1/numbers/" + WEEK).text();
    for (int fact = 0; fact < 20; fact++) {
      decided(people.get(9), Category.HATE, "en", 500, false);
    }
    saw(people.get(9), SeverityBand.SEVERE, 300);
    server
        .context()
        .database()
        .useTransaction(
            handle ->
                handle.execute("delete from decision where account_id = ?", people.getFirst()));
    assertThat(lead.get("/v1/numbers/" + WEEK).text()).isEqualTo(before);
    assertThat(client("well", Role.WELLNESS).get("/v1/numbers/" + WEEK).text()).isEqualTo(before);
  }

  @Test
  void exposureIsToldInPartsOfThePeopleAndNoNameIsInAnyAnswer() {
    aWeek();
    for (int person = 0; person < 12; person++) {
      saw(people.get(person), SeverityBand.SEVERE, 100 + person);
      saw(people.get(person), SeverityBand.NEUTRAL, person == 0 ? 900 : 1);
    }
    WeekNumbers numbers = numbers();
    assertThat(numbers.exposure())
        .contains(new WeekNumbers.BandExposure(SeverityBand.SEVERE, List.of(105L, 110L)))
        .contains(new WeekNumbers.BandExposure(SeverityBand.NEUTRAL, List.of()));
    String csv = lead.get("/v1/numbers/" + WEEK + "/csv").text();
    String json = lead.get("/v1/numbers/" + WEEK).text();
    for (UUID person : people) {
      assertThat(json).doesNotContain(person.toString());
      assertThat(csv).doesNotContain(person.toString());
    }
    assertThat(json + csv).doesNotContain("person");
  }

  @Test
  void theSameIsExportedAsCsvAndAFormulaStaysText() {
    aWeek();
    server
        .context()
        .database()
        .useTransaction(
            handle ->
                handle.execute("update review_case set queue = '=1+1' where queue = 'general'"));
    TestClient.Answer answer = lead.get("/v1/numbers/" + WEEK + "/csv");
    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(answer.header("Content-Disposition")).contains("numbers-" + WEEK + ".csv");
    assertThat(answer.text().lines())
        .contains("week,group,key,number,quantile,value")
        .contains(WEEK + ",ALL,,decided,,46")
        .contains(WEEK + ",QUEUE,'=1+1,decided,,")
        .noneMatch(line -> line.contains(",=1+1"));
  }

  @Test
  void everyReadingIsInTheAuditLog() {
    aWeek();
    numbers();
    lead.get("/v1/numbers/" + WEEK + "/csv");
    UUID reader = lead.get("/v1/me").as(Account.class).id();
    List<String> read =
        server
            .context()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            """
                            select details from audit_entry
                            where action = 'numbers.read' and actor = :actor and subject = :week
                            order by id
                            """)
                        .bind("actor", reader.toString())
                        .bind("week", WEEK.toString())
                        .mapTo(String.class)
                        .list());
    assertThat(read).hasSize(2);
    assertThat(read.getFirst()).contains("json");
    assertThat(read.getLast()).contains("csv");
  }

  @Test
  void aWeekThatIsNotOverOrIsNoneIsRefused() {
    aWeek();
    LocalDate present =
        LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    for (String week :
        List.of(present.toString(), WEEK.plusDays(1).toString(), "2001-01-01", "last-week")) {
      TestClient.Answer answer = lead.get("/v1/numbers/" + week);
      assertThat(answer.status()).as(week).isEqualTo(404);
      assertThat(answer.problem().code()).isEqualTo("numbers.unknown");
    }
  }
}
