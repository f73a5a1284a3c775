package dev.halcyon.server.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.intake.ScriptedServer;
import dev.halcyon.server.item.AllowedItems;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as servers stored them before words were sealed are read as they are, and sealed. */
@OnBothDatabases
class EarlierRowsTest {
  private static final String MARK = "zq7mark";

  @TempDir Path data;
  private ScriptedServer server;
  private Database database;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    database = server.database();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private IntakeAnswer send(String id, String text, List<ReportSubmission> reports) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    return server
        .client("harbor", Role.SERVICE)
        .post(
            "/v1/items?deadlineMillis=20000",
            new ItemSubmission(
                "harbor",
                id,
                Surface.POST,
                "en",
                "DE",
                new Author("a", "Anna", 10, false),
                text,
                List.of(),
                List.of(new ContextMessage("b", "Ben", "before " + MARK, at, null)),
                at,
                100,
                false,
                reports))
        .as(IntakeAnswer.class);
  }

  /** Puts an item's words back to where they lay before. */
  private void before(IntakeAnswer item) {
    database.useTransaction(
        handle -> {
          ItemWords words =
              handle
                  .createQuery("select " + ItemWords.COLUMNS + " from item i where i.id = :id")
                  .bind("id", item.itemId())
                  .map(ItemWords::read)
                  .one();
          handle
              .createUpdate(
                  "update item set words = null, body = :body, conversation = :conversation,"
                      + " text_hash = :hash, said = :said where id = :id")
              .bind("body", words.text())
              .bind("conversation", words.conversation())
              .bind("hash", words.textHash())
              .bind("said", words.said())
              .bind("id", item.itemId())
              .execute();
          for (String column :
              List.of(
                  "assessment.content",
                  "rationale.content",
                  "report.remark",
                  "review_case.excerpt",
                  "case_likeness.content")) {
            open(column.split("\\.")[0], column.split("\\.")[1]);
          }
        });
  }

  private void open(String table, String column) {
    database.useTransaction(
        handle ->
            handle
                .createQuery("select distinct %s from %s".formatted(column, table))
                .mapTo(String.class)
                .list()
                .forEach(
                    stored ->
                        handle.execute(
                            "update %s set %s = ? where %s = ?".formatted(table, column, column),
                            Seals.of(handle).text(stored),
                            stored)));
  }

  private long readable() {
    return database.read(
        handle ->
            Map.of(
                    "item",
                    "body",
                    "assessment",
                    "content",
                    "rationale",
                    "content",
                    "report",
                    "remark",
                    "review_case",
                    "excerpt",
                    "case_likeness",
                    "content")
                .entrySet()
                .stream()
                .flatMap(
                    each ->
                        handle
                            .createQuery(
                                "select %s from %s".formatted(each.getValue(), each.getKey()))
                            .mapTo(String.class)
                            .list()
                            .stream())
                .filter(value -> !value.isEmpty() && !Seals.isSealed(value))
                .count());
  }

  @Test
  void theyAreReadAsTheyAreAndOnceSealedReadAsBefore() {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    IntakeAnswer allowed = send("1", "fine " + MARK, List.of());
    IntakeAnswer reviewed =
        send(
            "2",
            "review " + MARK,
            List.of(new ReportSubmission(ReportSource.USER, "u", null, "it says " + MARK, at)));
    Item one = find(allowed);
    Item two = find(reviewed);
    var said = database.read(handle -> new AllowedItems().find(handle, allowed.itemId()));
    assertThat(said).isPresent();
    var assessments = assessments(reviewed);
    var reports = database.read(handle -> new JudgementRepository().reports(handle, two.id()));
    assertThat(reports).extracting(report -> report.comment()).containsExactly("it says " + MARK);
    before(allowed);
    before(reviewed);
    assertThat(readable()).as("an earlier server's rows").isGreaterThan(5);
    assertThat(find(allowed)).isEqualTo(one);
    assertThat(assessments(reviewed)).isEqualTo(assessments);

    EarlierRows earlier = new EarlierRows(database);
    database.useTransaction(
        handle -> handle.execute("update item_key_folder set all_sealed = false"));
    assertThat(earlier.some(1)).isEqualTo(1);
    assertThat(earlier.some(1)).isEqualTo(1);
    assertThat(earlier.some(1)).isZero();
    assertThat(new EarlierRows(database).some(1)).isZero();

    assertThat(readable()).isZero();
    assertThat(find(allowed)).isEqualTo(one);
    assertThat(find(reviewed)).isEqualTo(two);
    assertThat(assessments(reviewed)).isEqualTo(assessments);
    var saidNow = database.read(handle -> new AllowedItems().find(handle, allowed.itemId()));
    assertThat(saidNow).isEqualTo(said);
    var reportsNow = database.read(handle -> new JudgementRepository().reports(handle, two.id()));
    assertThat(reportsNow).isEqualTo(reports);
  }

  private Item find(IntakeAnswer item) {
    return database.read(handle -> new ItemRepository().find(handle, item.itemId()).orElseThrow());
  }

  private List<dev.halcyon.protocol.Assessment> assessments(IntakeAnswer item) {
    return database.read(handle -> new JudgementRepository().assessments(handle, item.itemId()));
  }
}
