package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.outside.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that name media by address: fetched, tried again, given up, across a restart. */
@OnBothDatabases
class FetchedMediaTest {
  @TempDir Path data;

  private HttpServer host;
  private volatile int status = 200;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile CountDownLatch underWay = new CountDownLatch(0);
  private volatile CountDownLatch goOn = new CountDownLatch(0);
  private ScriptedServer server;
  private TestClient harbor;

  @BeforeEach
  void start() throws IOException {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    host.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    host.createContext(
        "/",
        exchange -> {
          int seed = asked.incrementAndGet();
          if (status == 200) {
            pause();
          }
          byte[] body = status == 200 ? Pictures.png(8, 8, seed) : new byte[] {1};
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    host.start();
    open();
  }

  /** Where a test holds the host's answer. */
  private void pause() {
    underWay.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open() {
    server = new ScriptedServer(data, new Connections(List.of(), Set.of(origin()), true));
    harbor = server.client("harbor", Role.SERVICE);
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    server.close();
    host.stop(0);
  }

  private String origin() {
    return "http://127.0.0.1:" + host.getAddress().getPort();
  }

  private ItemSubmission item(String text, String... paths) {
    return named("1", text, paths);
  }

  private ItemSubmission named(String id, String text, String... paths) {
    return new ItemSubmission(
        "harbor",
        id,
        Surface.POST,
        dev.halcyon.protocol.Audience.GENERAL,
        "en",
        "DE",
        new Author("a" + id, "Somebody", 10, false),
        text,
        List.of(),
        List.of(),
        Instant.now().minusSeconds(60),
        1,
        false,
        List.of(),
        List.of(paths).stream().map(path -> origin() + path).toList());
  }

  private IntakeAnswer send(ItemSubmission item, int deadline) {
    return harbor.post("/v1/items?deadlineMillis=" + deadline, item).as(IntakeAnswer.class);
  }

  @Test
  void mediaAreFetchedInTheirOrderAndJudgedWithinTheSendersDeadline() {
    IntakeAnswer answer = send(item("good morning", "/a", "/b"), 30_000);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.verdict()).isEqualTo(Verdict.ALLOW);
    ScanRequest judged = server.engine.requests.getFirst();
    assertThat(judged.media()).hasSize(2);
    assertThat(judged.media()).allMatch(part -> part.kind() == Modality.IMAGE);
    assertThat(judged.media()).allMatch(part -> part.declaredType().equals("image/png"));
    assertThat(
            server.one(
                "select count(*) from media_fetch f join item_media m on m.item_id = f.item_id"
                    + " and m.place = f.place and m.media_id = f.media_id",
                Long.class))
        .isEqualTo(2);
    assertThat(send(item("good morning", "/a", "/b"), 30_000).replayed()).isTrue();
    assertThat(asked).hasValue(2);
    assertThat(server.engine.scansOf(answer.itemId())).isEqualTo(1);
  }

  @Test
  void aHostThatFailsForAWhileDelaysTheVerdictAndNothingElse() {
    status = 503;
    IntakeAnswer early = send(item("good morning", "/a"), 1);
    assertThat(early.complete()).isFalse();
    assertThat(early.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(early.visibility()).isEqualTo(Visibility.PENDING);
    Eventually.until("it was tried again", () -> asked.get() >= 2);
    status = 200;
    Eventually.until("it is judged", () -> send(item("good morning", "/a"), 1).complete());
    assertThat(send(item("good morning", "/a"), 1).visibility()).isEqualTo(Visibility.VISIBLE);
  }

  @Test
  void whatNeverComesGoesBeforeAPersonWithTheReason() {
    status = 503;
    IntakeAnswer answer = send(item("good morning", "/a"), 30_000);
    assertThat(asked).hasValue(5);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.caseId()).isNotNull();
    assertThat(server.words("select content from rationale"))
        .contains("STAGE_FAILED")
        .contains("media.fetch")
        .contains("answered 503");
    assertThat(
            server.one(
                "select count(*) from audit_entry where action = 'media.given_up'", Long.class))
        .isEqualTo(1);
  }

  @Test
  void whatTheServerItselfFailsAtGoesBeforeAPersonAfterAsManyAttempts() {
    server.execute("alter table media add constraint nothing_fits check (bytes < 0)");
    IntakeAnswer answer = send(item("good morning", "/a"), 30_000);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.caseId()).isNotNull();
    assertThat(asked).as("attempts").hasValue(5);
    assertThat(server.words("select content from rationale"))
        .contains("media.fetch")
        .contains("the server itself failed at it");
  }

  private long count(String where) {
    return server.one("select count(*) from " + where, Long.class);
  }

  @Test
  void aBrokenHostMakesAFewCasesAndTheOtherItemsWaitForItOrTheirTurn() {
    status = 503;
    for (int i = 0; i < 12; i++) {
      send(named("n" + i, "good morning " + i, "/" + i), 1);
    }
    send(named("bad", "block this", "/bad"), 1);
    Eventually.until(
        "all were given up or are held",
        () -> count("media_fetch where state = 'WAITING' and held is null") == 0);
    Eventually.until("what more than media is wrong with is judged", () -> blocked() == 1);
    Eventually.until("a few are before people", () -> count("review_case") == HeldFetches.CASES);
    String heldId =
        server.one(
            "select min(external_id) from item where not complete and visibility = 'PENDING'",
            String.class);
    assertThat(send(named(heldId, "good morning", "/x"), 1).complete()).isFalse();

    harbor
        .post(
            "/v1/reports",
            new NoticeSubmission(
                "r1",
                "harbor",
                heldId,
                ReportSource.USER,
                "reader",
                null,
                Category.HATE,
                null,
                "",
                Instant.now()))
        .as(NoticeReceipt.class);
    Eventually.until("what somebody reported does not wait", () -> count("review_case") == 6);
    server.execute("update review_case set state = 'DECIDED', is_open = false");
    Eventually.until("others take their turn", () -> count("review_case") == 11);
    assertThat(count("unfinished_item")).isEqualTo(1);

    status = 200;
    Eventually.until("what waited is fetched and judged", () -> count("unfinished_item") == 0);
    assertThat(count("review_case")).as("and is nobody's work").isEqualTo(11);
    assertThat(count("item where verdict = 'ALLOW' and visibility = 'VISIBLE'")).isEqualTo(1);
    assertThat(count("audit_entry where action = 'media.held'")).isGreaterThanOrEqualTo(7);
  }

  @Test
  void whatIsHeldIsErasedOnRequestAndFetchedNoMore() {
    status = 503;
    for (int i = 0; i < HeldFetches.CASES + 3; i++) {
      send(named("n" + i, "good morning " + i, "/" + i), 1);
    }
    Eventually.until("a few are before people", () -> count("review_case") == HeldFetches.CASES);
    Eventually.until(
        "the others are held",
        () -> count("media_fetch where state = 'WAITING' and held is not null") == 3);
    List<String> held =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select cast(id as varchar) from item where not complete")
                        .mapTo(String.class)
                        .list());
    assertThat(held).as("held").hasSize(3);
    String gone = held.getFirst();
    assertThat(erase(gone).status()).isEqualTo(204);
    assertThat(erase(gone).status()).as("again").isEqualTo(204);
    assertThat(
            count("media_fetch where item_id = '" + gone + "' and url = '' and state = 'FAILED'"))
        .isEqualTo(1);
    status = 200;
    Eventually.until("the others are fetched and judged", () -> count("unfinished_item") == 0);
    assertThat(count("media_fetch where state = 'FETCHED'")).isEqualTo(2);
    assertThat(count("item where id = '" + gone + "' and verdict is null and body = ''"))
        .isEqualTo(1);
    assertThat(server.engine.scansOf(java.util.UUID.fromString(gone)))
        .as("judged once, when its media had failed")
        .isEqualTo(1);
  }

  @Test
  void bytesThatComeForAnItemErasedMeanwhileAreKeptByNobody() throws InterruptedException {
    status = 503;
    for (int i = 0; i < 6; i++) {
      send(named("n" + i, "good morning " + i, "/" + i), 1);
    }
    Eventually.until("a few are before people", () -> count("review_case") == HeldFetches.CASES);
    Eventually.until(
        "one is held",
        () -> count("media_fetch where state = 'WAITING' and held is not null") == 1);
    String id = server.one("select cast(id as varchar) from item where not complete", String.class);
    underWay = new CountDownLatch(1);
    goOn = new CountDownLatch(1);
    status = 200;
    assertThat(underWay.await(30, TimeUnit.SECONDS)).as("it is being fetched").isTrue();
    assertThat(erase(id).status()).isEqualTo(204);
    goOn.countDown();
    Eventually.until("the bytes are to be deleted", () -> count("media_gone") == 1);
    assertThat(count("media")).isZero();
    assertThat(count("item_media")).isZero();
  }

  private TestClient.Answer erase(String id) {
    return harbor.call("DELETE", "/v1/items/" + id, BodyPublishers.noBody());
  }

  private long blocked() {
    return count("item where external_id = 'bad' and visibility = 'REMOVED'");
  }

  @Test
  void whatIsGoneForGoodIsNotAskedForAgainWhileItIsHeld() {
    status = 404;
    for (int i = 0; i < 8; i++) {
      send(named("n" + i, "good morning " + i, "/" + i), 1);
    }
    Eventually.until("a few are before people", () -> count("review_case") == HeldFetches.CASES);
    Eventually.until(
        "the others are held",
        () -> count("media_fetch where held = 'LOST' and state = 'WAITING'") == 3);
    server.execute("update review_case set state = 'DECIDED', is_open = false");
    Eventually.until("their turn came", () -> count("review_case") == 8);
    assertThat(asked).as("each was asked for once").hasValue(8);
  }

  @Test
  void whatIsGoneIsNotAskedForAgainAndWhatTheMachineBlocksStaysBlocked() {
    status = 404;
    IntakeAnswer answer = send(item("block this", "/a"), 30_000);
    assertThat(answer.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(answer.visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aRestartGoesOnFetching() {
    status = 503;
    assertThat(send(item("good morning", "/a"), 1).complete()).isFalse();
    Eventually.until("it was tried", () -> asked.get() >= 1);
    server.close();
    status = 200;
    open();
    Eventually.until("it is judged", () -> send(item("good morning", "/a"), 1).complete());
    assertThat(server.engine.requests.getFirst().media()).hasSize(1);
    assertThat(send(item("good morning", "/a"), 1).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void anOriginThatTheOperatorDoesNotNameIsRefusedAtOnce() {
    ItemSubmission foreign =
        new ItemSubmission(
            "harbor",
            "2",
            Surface.POST,
            dev.halcyon.protocol.Audience.GENERAL,
            "en",
            "DE",
            new Author("a", "Somebody", 10, false),
            "",
            List.of(),
            List.of(),
            Instant.now().minusSeconds(60),
            1,
            false,
            List.of(),
            List.of("https://169.254.169.254/latest/meta-data"));
    TestClient.Answer answer = harbor.post("/v1/items", foreign);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().message()).contains("mediaUrls[0] has an origin");
    assertThat(answer.problem().remedy()).contains("mediaOrigins");
    assertThat(server.one("select count(*) from item", Long.class)).isZero();
  }
}
