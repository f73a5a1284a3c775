package dev.halcyon.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.HoldRequest;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.LegalHold;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.intake.ScriptedServer;
import dev.halcyon.server.retention.Marks.Column;
import dev.halcyon.server.store.Database;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mark in every place where an item's words can go is found nowhere once the item is erased. Each
 * column of the database that can hold words is named here: one that erasing has to reach, with the
 * rows that are about the item, or one that never holds an item's words. A new column is named in
 * one of both, or this test fails.
 */
@OnBothDatabases
class EverythingErasedTest {
  private static final String MARK = "zq7mark";

  private static final String CASES =
      "case_id in (select id from review_case where item_id = '%s')";

  /** Columns with an item's words, or what is made of them, and the rows of the item's. */
  private static Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    String item = "item_id = '%s'";
    List.of("words", "body", "conversation", "text_hash", "said", "allowance_key")
        .forEach(each -> words.put("item." + each, "id = '%s'"));
    List.of(
            "assessment.content",
            "rationale.content",
            "rejudgement.content",
            "decided_text.text_hash",
            "report.reporter_id",
            "report.contact",
            "report.remark",
            "report.legal_basis",
            "review_case.excerpt",
            "decision.note",
            "case_member.likeness",
            "media_fetch.url",
            "media_fetch.problem",
            "legal_hold.reason")
        .forEach(each -> words.put(each, item));
    words.put("effect.content", item + " and state <> 'WAITING'");
    words.put("effect.problem", item + " and state <> 'WAITING'");
    words.put("case_likeness.content", CASES);
    words.put("case_print.print", CASES);
    words.put("audit_personal.content", "commitment in (select commitment from audit_personal)");
    words.put("parked_message.content", "external_id = '1'");
    return words;
  }

  /**
   * Columns in which no words can be read while the item is there, either; {@code
   * audit_personal.content} has the author's id readable, and all else about an item sealed.
   */
  private static final List<String> SEALED =
      List.of(
          "item.words",
          "item.body",
          "item.conversation",
          "item.text_hash",
          "item.said",
          "assessment.content",
          "rationale.content",
          "rejudgement.content",
          "report.contact",
          "report.remark",
          "report.legal_basis",
          "review_case.excerpt",
          "decision.note",
          "case_member.likeness",
          "case_likeness.content",
          "legal_hold.reason",
          "effect.content");

  /** What is sealed, or committed to, cannot be replaced by a mark; {@code SealedItemsTest}. */
  private static final List<String> UNPLANTED =
      List.of("item.words", "audit_personal.content", "audit_personal.secret");

  /** Columns with the author's name: they go with the author's last item. */
  private static final List<String> NAMES =
      List.of(
          "audit_personal.person",
          "author.author_id",
          "author.display_name",
          "item.author_id",
          "removed_item.author_id",
          "decoder_cluster.author_id");

  /**
   * Columns without an item's words: ids, names of things of ours, what the operator or a policy's
   * author wrote, and what a platform calls an item or notice (which stays, so that it is not taken
   * in anew).
   */
  private static final String WORDLESS =
      """
      account: display_name languages name password_hash roles skills sources
      audit_checkpoint: key_id root_hash signature
      audit_entry: action actor details leaf_hash subject
      audit_personal: commitment name secret
      audit_state: frontier
      author: source
      bank: id kind
      bank_change: bank hash label
      bank_entry: bank hash label
      bank_hit: bank hash
      bank_quarantine: bank hash
      case_member: category state
      change: kind subject
      decision: action category clause holder policy_id policy_overlay restrictions
      decision: visibility_after visibility_before
      decision_answer: outcome problem request_hash visibility
      decoder_cluster: source
      effect: kind source state target
      exposure_entry: band chain kind
      exposure_session: last_chain
      item: audience category external_id language policy_id policy_overlay region source
      item: surface verdict visibility
      item_key_folder: identity
      item_media: media_id
      lease: holder
      media: declared_type info kind media_id state
      media_fetch: held host media_id state
      media_gone: media_id
      one_time_token: token_hash
      opt_out: category
      parked_message: code external_id message remedy source topic
      policy_document: content content_hash id overlay title
      policy_version: canonical content_hash document id made_by regions state title
      rejudgement: asked_by verdict
      relief: category
      removed_item: source
      report: content_hash ground notice_id platform requires restrictions source told
      reveal: holder media_id purpose
      review_case: category kind language media_kinds policy_id policy_overlay queue reasons
      review_case: region state surface
      session: token_hash
      shadow_verdict: category language live_verdict missing region scores verdict
      stage_share: reached_at
      uncovered_case: effect queue
      week_numbers: content
      wellness_balance: state
      wellness_quarter: scope
      what_if: content_hash failure made_by report state
      """;

  @TempDir Path data;

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Handler log = new StreamHandler(logged, new SimpleFormatter());
  private ScriptedServer server;
  private boolean stopped;
  private TestClient harbor;
  private TestClient admin;

  @BeforeEach
  void start() {
    Logger.getLogger("").addHandler(log);
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
    admin = server.client("adm", Role.ADMIN);
  }

  @AfterEach
  void stop() {
    Logger.getLogger("").removeHandler(log);
    stopServer();
  }

  private void stopServer() {
    if (!stopped) {
      stopped = true;
      server.close();
    }
  }

  @Test
  void everyColumnThatCanHoldWordsIsNamedHere() {
    List<String> known = new ArrayList<>(words().keySet());
    known.addAll(NAMES);
    WORDLESS.lines().forEach(line -> known.addAll(wordless(line)));
    assertThat(known).doesNotHaveDuplicates();
    assertThat(new Marks(server.database(), MARK).columns().stream().map(Column::toString))
        .as("say of a new column what erasing an item does to it")
        .containsExactlyInAnyOrderElementsOf(known);
  }

  /** A table, a colon, its columns. */
  private static List<String> wordless(String line) {
    String[] parts = line.split(": ");
    return Stream.of(parts[1].split(" ")).map(column -> parts[0] + "." + column).toList();
  }

  @Test
  void aMarkInEveryPlaceIsFoundNowhereOnceTheItemIsErased() throws Exception {
    Marks marks = new Marks(server.database(), MARK);
    IntakeAnswer item = send(upload());
    order();
    decide(item);
    hold(item);
    rowsThatOnlyOtherPathsMake(item);
    assertThat(new TreeSet<>(marks.marked()))
        .as("what people and platforms send gets into columns that are known to hold it, alone")
        .isSubsetOf(Stream.concat(words().keySet().stream(), NAMES.stream()).toList())
        .contains("author.display_name", "parked_message.content")
        .doesNotContainAnyElementsOf(SEALED);
    marks.plant(
        new Column("decoder_cluster", "author_id", false),
        "item_id = '%s'".formatted(item.itemId()));
    for (Column column : marks.columns()) {
      if (words().containsKey(column.toString()) && !UNPLANTED.contains(column.toString())) {
        marks.plant(column, words().get(column.toString()).formatted(item.itemId()));
      }
    }
    assertThat(marks.marked())
        .containsAll(words().keySet().stream().filter(each -> !UNPLANTED.contains(each)).toList());
    assertThat(server.one("select count(*) from item where words is not null", Long.class))
        .isEqualTo(1);

    assertThat(admin.call("DELETE", "/v1/items/" + item.itemId(), BodyPublishers.noBody()).status())
        .isEqualTo(204);

    assertThat(marks.marked()).isEmpty();
    assertThat(server.one("select count(*) from item where words is not null", Long.class))
        .isZero();
    stopServer();
    log.flush();
    assertThat(logged.toString(StandardCharsets.UTF_8)).isNotEmpty().doesNotContain(MARK);
    compact();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(MARK);
      }
    }
  }

  /** Pages that nothing points to any more keep their bytes until they are written over. */
  private void compact() throws SQLException {
    if (!TestDatabases.isPostgresql()) {
      try (var connection = DriverManager.getConnection(Database.fileUrl(data), "halcyon", "");
          var statement = connection.createStatement()) {
        statement.execute("shutdown defrag");
      }
    }
  }

  private IntakeAnswer send(String media) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    server.execute(
        "insert into parked_message (id, topic, part, place, bytes, content, code, message, remedy,"
            + " parked_at, source, external_id) values ('00000000-0000-0000-0000-000000000001',"
            + " 't', 0, 0, 7, cast('' as "
            + (TestDatabases.isPostgresql() ? "bytea" : "varbinary")
            + "), 'item.invalid', '', '', current_timestamp, 'harbor', '1')");
    new Marks(server.database(), MARK)
        .plant(new Column("parked_message", "content", true), "external_id = '1'");
    return harbor
        .post(
            "/v1/items?deadlineMillis=20000",
            new ItemSubmission(
                "harbor",
                "1",
                Surface.POST,
                "en",
                "DE",
                new Author(MARK + "-author", "Anna " + MARK, 10, false),
                "review " + MARK,
                List.of(media),
                List.of(new ContextMessage(MARK, MARK, "before " + MARK, at, null)),
                at,
                100,
                false,
                List.of(
                    new ReportSubmission(
                        ReportSource.USER, MARK, Category.HATE, "it says " + MARK, at))))
        .as(IntakeAnswer.class);
  }

  private String upload() {
    return harbor
        .send(
            harbor
                .request("/v1/media")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString("bytes of a picture with " + MARK)))
        .as(MediaUploaded.class)
        .mediaId();
  }

  private void order() {
    assertThat(
            harbor
                .post(
                    "/v1/orders",
                    new OrderSubmission(
                        "order-1",
                        "harbor",
                        "1",
                        "court " + MARK,
                        MARK + "@example.org",
                        Category.HATE,
                        "law about " + MARK,
                        DecisionAction.REMOVE,
                        List.of(),
                        "remove what " + MARK + " said",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5),
                        null))
                .status())
        .isLessThan(300);
  }

  private void decide(IntakeAnswer item) {
    TestClient ana = server.client("ana", Role.REVIEWER);
    OpenedCase opened = ana.post("/v1/cases/" + item.caseId() + "/open").as(OpenedCase.class);
    DecisionRequest plain = Fixtures.decide(opened, DecisionAction.REMOVE);
    DecisionRequest noted =
        new DecisionRequest(
            plain.id(),
            plain.caseId(),
            plain.caseVersion(),
            plain.leaseToken(),
            plain.action(),
            plain.restrictions(),
            plain.category(),
            plain.clause(),
            "a note on " + MARK,
            null,
            plain.decidedAt(),
            plain.handlingMillis());
    assertThat(ana.post("/v1/decisions", new DecisionBatch(List.of(noted))).text())
        .contains("ACCEPTED");
  }

  private void hold(IntakeAnswer item) {
    String path = "/v1/items/" + item.itemId() + "/holds";
    LegalHold hold =
        admin.post(path, new HoldRequest("court order about " + MARK)).as(LegalHold.class);
    assertThat(admin.call("DELETE", path + "/" + hold.id(), BodyPublishers.noBody()).status())
        .isEqualTo(204);
  }

  private void rowsThatOnlyOtherPathsMake(IntakeAnswer item) {
    String id = "'" + item.itemId() + "'";
    String caseId = "'" + item.caseId() + "'";
    List.of(
            "insert into rejudgement (id, item_id, version, verdict, content, asked_by, made_at)"
                + " values ("
                + id
                + ", "
                + id
                + ", 1, 'ALLOW', '', 'pol', current_timestamp)",
            "insert into case_member (case_id, item_id, exact, state, likeness, category, score,"
                + " joined_at) values ("
                + caseId
                + ", "
                + id
                + ", true, 'LEFT', '', 'hate', 0.5, current_timestamp)",
            "insert into decoder_cluster (item_id, case_id, source, author_id) values ("
                + id
                + ", "
                + caseId
                + ", 'harbor', '')",
            "delete from case_print where case_id = " + caseId,
            "delete from case_likeness where case_id = " + caseId,
            "insert into case_print (case_id, print) values (" + caseId + ", 'p')",
            "insert into case_likeness (case_id, content) values (" + caseId + ", '')",
            "insert into media_fetch (item_id, place, url, state, attempts, next_at, made_at)"
                + " values ("
                + id
                + ", 0, '', 'FAILED', 1, current_timestamp, current_timestamp)",
            "insert into effect (event_id, target, kind, item_id, source, content, made_at, state,"
                + " attempts, next_at) values ("
                + id
                + ", 'hook', 'notice.outcome', "
                + id
                + ", 'harbor', '', current_timestamp, 'DELIVERED', 1, current_timestamp)")
        .forEach(server::execute);
  }
}
