package dev.halcyon.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.HoldRequest;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.LegalHold;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.intake.ScriptedServer;
import dev.halcyon.server.intake.Submissions;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.MediaKeys;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.seal.Seals;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, what holds it longer, and that what was erased cannot be read. */
@OnBothDatabases
class RetentionTest {
  private static final String SECRET = "hello from anna.secret@example.org";

  @TempDir Path data;

  private ScriptedServer server;
  private TestClient harbor;
  private TestClient admin;
  private final AtomicLong nanos = new AtomicLong();
  private final Set<UUID> forgotten = new HashSet<>();

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
    admin = server.client("adm", Role.ADMIN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anErasedItemHasNoWordsNoMediaAndNoNamesAndTheLogStaysWhole() throws IOException {
    String media = upload("the bytes of a picture");
    IntakeAnswer item =
        send(Submissions.reported("1", "review " + SECRET, List.of(report()), media));
    assertThat(
            admin
                .call("DELETE", "/v1/items/" + item.itemId(), BodyPublishers.noBody())
                .problem()
                .code())
        .as("a person has yet to look")
        .isEqualTo("item.open.conflict");
    decide(item, DecisionAction.REMOVE);
    assertThat(everything())
        .contains("anna.secret", "author-secret", "notifier-secret", "note-secret");
    String root = root();
    assertThat(
            harbor.call("DELETE", "/v1/items/" + item.itemId(), BodyPublishers.noBody()).status())
        .isEqualTo(204);
    assertThat(everything())
        .doesNotContain("anna.secret")
        .doesNotContain("author-secret")
        .doesNotContain("notifier-secret")
        .doesNotContain("remark-secret")
        .doesNotContain("note-secret");
    assertThat(files(media)).isEmpty();
    assertThat(server.one("select count(*) from decision where action = 'REMOVE'", Long.class))
        .as("what was decided stays")
        .isEqualTo(1);
    TestClient auditor = server.client("aud", Role.AUDITOR);
    assertThat(auditor.get("/v1/items/" + item.itemId() + "/timeline").text())
        .contains("item.erased", "decision.made");
    assertThat(root()).as("entries were added, none was changed").isNotEqualTo(root);
    assertThat(
            harbor.call("DELETE", "/v1/items/" + item.itemId(), BodyPublishers.noBody()).status())
        .as("again")
        .isEqualTo(204);
    assertThat(send(Submissions.reported("1", "review " + SECRET, List.of(), media)).replayed())
        .as("the same item is not taken in anew")
        .isTrue();
  }

  @Test
  void aNoticeAboutAnErasedItemIsRefusedSinceNothingWouldEverEraseItsWords() {
    IntakeAnswer item = send(Submissions.reported("1", "hello", List.of()));
    erase(item);
    Answer report =
        harbor.post(
            "/v1/reports",
            new NoticeSubmission(
                "n1",
                item.source(),
                item.externalId(),
                ReportSource.USER,
                "notifier-secret",
                null,
                Category.HATE,
                null,
                "remark-secret",
                Instant.now()));
    assertThat(report.status()).isEqualTo(409);
    assertThat(report.problem().code()).isEqualTo("item.erased.conflict");
    assertThat(report.problem().remedy()).contains("another externalId");
    Answer again = harbor.post("/v1/items", Submissions.reported("1", "hello", List.of(report())));
    assertThat(again.problem().code()).isEqualTo("item.erased.conflict");
    assertThat(everything()).doesNotContain("notifier-secret").doesNotContain("remark-secret");
    assertThat(server.one("select count(*) from review_case", Long.class)).isZero();
  }

  @Test
  void mediaThatAnotherItemHasStayAndAnUploadCallsOffTheirDeletion() throws IOException {
    String shared = upload("shared bytes");
    IntakeAnswer one = send(Submissions.reported("1", "hello", List.of(), shared));
    IntakeAnswer other = send(Submissions.reported("2", "hello you", List.of(), shared));
    erase(one);
    assertThat(files(shared)).isNotEmpty();
    server.execute(
        "insert into media_gone (media_id, gone_at) values ('" + shared + "', current_timestamp)");
    upload("shared bytes");
    assertThat(server.one("select count(*) from media_gone", Long.class)).isZero();
    erase(other);
    assertThat(files(shared)).isEmpty();
    assertThat(upload("shared bytes")).isEqualTo(shared);
    assertThat(files(shared)).isNotEmpty();
  }

  @Test
  void aHoldWinsOverARequestAndOverAgeUntilEveryOneIsLifted() {
    IntakeAnswer item = send(Submissions.reported("1", SECRET, List.of()));
    LegalHold hold = hold(item, "court order 12 C 345/26");
    LegalHold second = hold(item, "inquiry");
    Answer refused = admin.call("DELETE", path(item), BodyPublishers.noBody());
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem().code()).isEqualTo("item.held");
    Retention retention = retention(days(RetentionSpec.Kind.ALLOWED, 10), Duration.ofDays(40));
    assertThat(retention.sweep()).isZero();
    assertThat(lift(item, hold).status()).isEqualTo(204);
    assertThat(lift(item, hold).problem().code()).isEqualTo("hold.unknown");
    assertThat(retention.sweep()).isZero();
    assertThat(everything()).contains("anna.secret");
    lift(item, second);
    assertThat(retention.sweep()).isEqualTo(1);
    assertThat(everything()).doesNotContain("anna.secret");
    List<LegalHold> holds =
        admin.get(path(item) + "/holds").as(new TypeReference<List<LegalHold>>() {});
    assertThat(holds).hasSize(2).allMatch(each -> each.liftedAt() != null);
    assertThat(admin.post(path(item) + "/holds", new HoldRequest("late")).problem().code())
        .isEqualTo("item.erased.conflict");
    assertThat(admin.post(path(item) + "/holds", new HoldRequest(" ")).problem().code())
        .isEqualTo("hold.reason");
  }

  @Test
  void whatOneServerErasesTheOthersTakeOutOfTheirMemoryAtTheirNextRound() {
    Forgetting other = new Forgetting(erasure(Clock.systemUTC()), Clock.systemUTC());
    IntakeAnswer item = send(Submissions.reported("1", "hello", List.of()));
    other.round();
    assertThat(forgotten).isEmpty();
    erase(item);
    other.round();
    assertThat(forgotten).containsExactly(item.itemId());
  }

  @Test
  void theHoldsOfAnItemThatIsNotThereAreUnknownAndNotNone() {
    Answer answer = admin.get("/v1/items/" + UUID.randomUUID() + "/holds");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem().code()).isEqualTo("item.unknown");
    IntakeAnswer item = send(Submissions.reported("1", "hello", List.of()));
    assertThat(admin.get(path(item) + "/holds").text()).isEqualTo("[]");
  }

  @Test
  void eachKindIsKeptAsLongAsThePolicySaysAndWhatItDoesNotNameForGood() {
    IntakeAnswer allowed = send(Submissions.reported("1", "hello", List.of()));
    IntakeAnswer blocked = send(Submissions.reported("2", "block this", List.of()));
    IntakeAnswer waiting = send(Submissions.reported("3", "review this", List.of()));
    assertThat(retention(days(RetentionSpec.Kind.ALLOWED, 10), Duration.ofDays(9)).sweep())
        .isZero();
    assertThat(retention(days(RetentionSpec.Kind.ALLOWED, 10), Duration.ofDays(11)).sweep())
        .isEqualTo(1);
    assertThat(isErased(allowed)).isTrue();
    assertThat(isErased(blocked)).isFalse();
    assertThat(retention(days(RetentionSpec.Kind.DECIDED, 30), Duration.ofDays(31)).sweep())
        .isEqualTo(1);
    assertThat(isErased(blocked)).isTrue();
    assertThat(isErased(waiting)).as("nobody has looked yet").isFalse();
    assertThat(retention(List.of(), Duration.ofDays(4000)).sweep()).isZero();
  }

  @Test
  void moreThanOneTransactionHoldsAreErasedAndAClockThatJumpsErasesNothing() {
    for (int i = 0; i < 60; i++) {
      send(Submissions.reported("many" + i, "hello " + i, List.of()));
    }
    Retention fresh = build(days(RetentionSpec.Kind.ALLOWED, 10), Duration.ofDays(40));
    assertThat(fresh.sweep()).as("the first look proves nothing").isZero();
    nanos.addAndGet(Duration.ofDays(3).toNanos());
    assertThat(fresh.sweep()).as("three days went by and the clock stood still").isZero();
    assertThat(retention(days(RetentionSpec.Kind.ALLOWED, 10), Duration.ofDays(40)).sweep())
        .isEqualTo(60);
    assertThat(forgotten).as("out of this process's memory too").hasSize(60);
  }

  private Retention retention(List<RetentionSpec> kept, Duration later) {
    Retention retention = build(kept, later);
    assertThat(retention.sweep()).isZero();
    return retention;
  }

  private Retention build(List<RetentionSpec> kept, Duration later) {
    ResolvedPolicy base = ScriptedServer.policy();
    ResolvedPolicy policy =
        new ResolvedPolicy(
            base.ref(),
            base.title(),
            base.categories(),
            base.rules(),
            base.stages(),
            base.queues(),
            base.sla(),
            base.reviewHides(),
            base.unsupportedLanguage(),
            base.clocks(),
            base.judge(),
            base.banks(),
            kept);
    Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
    Erasure erasure = erasure(clock);
    return new Retention(server.database(), clock, nanos::get, handle -> List.of(policy), erasure);
  }

  /** Another process's way to erase, over the same database. */
  private Erasure erasure(Clock clock) {
    return new Erasure(
        server.database(),
        clock,
        new AuditLog(clock),
        new Changes(clock),
        new MediaFiles(data.resolve("media"), MediaKeys.open(data)),
        new RenditionFiles(data.resolve("renditions"), MediaKeys.open(data)),
        ItemKeys.open(data, server.database()),
        forgotten::addAll);
  }

  private static List<RetentionSpec> days(RetentionSpec.Kind kind, int days) {
    return List.of(new RetentionSpec(kind, days));
  }

  private boolean isErased(IntakeAnswer item) {
    return server.one(
            "select count(*) from item where erased_at is not null and id = '"
                + item.itemId()
                + "'",
            Long.class)
        == 1;
  }

  private String path(IntakeAnswer item) {
    return "/v1/items/" + item.itemId();
  }

  private LegalHold hold(IntakeAnswer item, String reason) {
    return admin.post(path(item) + "/holds", new HoldRequest(reason)).as(LegalHold.class);
  }

  private Answer lift(IntakeAnswer item, LegalHold hold) {
    return admin.call("DELETE", path(item) + "/holds/" + hold.id(), BodyPublishers.noBody());
  }

  private void erase(IntakeAnswer item) {
    assertThat(admin.call("DELETE", path(item), BodyPublishers.noBody()).status()).isEqualTo(204);
  }

  /** Every row of every table, as text. */
  private String everything() {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "item",
            "author",
            "report",
            "assessment",
            "rationale",
            "removed_item",
            "decided_text",
            "decision",
            "review_case",
            "effect",
            "audit_entry",
            "audit_personal",
            "case_member",
            "media")) {
      server
          .database()
          .useTransaction(
              handle ->
                  handle
                      .createQuery("select * from " + table)
                      .mapToMap()
                      .forEach(row -> all.append(readable(handle, row)).append('\n')));
    }
    return all.toString();
  }

  private String root() {
    return server.client("aud", Role.AUDITOR).get("/v1/audit/checkpoint").text();
  }

  private List<Path> files(String media) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(file -> file.toString().contains(media))
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private IntakeAnswer send(ItemSubmission item) {
    return harbor.post("/v1/items?deadlineMillis=20000", item).as(IntakeAnswer.class);
  }

  private String upload(String content) {
    return harbor
        .send(
            harbor
                .request("/v1/media")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString(content)))
        .as(MediaUploaded.class)
        .mediaId();
  }

  private static ReportSubmission report() {
    return new ReportSubmission(
        ReportSource.USER,
        "notifier-secret",
        Category.HATE,
        "remark-secret",
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private void decide(IntakeAnswer item, DecisionAction action) {
    TestClient ana = server.client("ana", Role.REVIEWER);
    OpenedCase opened = ana.post("/v1/cases/" + item.caseId() + "/open").as(OpenedCase.class);
    var plain = Fixtures.decide(opened, action);
    var request =
        new dev.halcyon.protocol.DecisionRequest(
            plain.id(),
            plain.caseId(),
            plain.caseVersion(),
            plain.leaseToken(),
            plain.action(),
            plain.restrictions(),
            plain.category(),
            plain.clause(),
            "note-secret",
            null,
            plain.decidedAt(),
            plain.handlingMillis());
    assertThat(ana.post("/v1/decisions", new DecisionBatch(List.of(request))).status())
        .isEqualTo(200);
  }

  /** A row as whoever has the keys reads it. */
  private static String readable(Handle handle, Map<String, Object> row) {
    Map<String, Object> open = new TreeMap<>();
    row.forEach(
        (column, value) -> {
          if (value instanceof String text) {
            open.put(column, Seals.of(handle).text(text));
          } else if (value instanceof byte[] words && column.equals("words")) {
            open.put(
                column,
                Seals.of(handle)
                    .open(words)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse(""));
          } else if (value != null) {
            open.put(column, value);
          }
        });
    return open.toString();
  }
}
