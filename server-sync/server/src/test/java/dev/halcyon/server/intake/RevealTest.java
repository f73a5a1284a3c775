package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.RevealEnded;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media over HTTP: uploads, renditions, and the guarded way to an original. */
@OnBothDatabases
class RevealTest {
  @TempDir static Path data;

  private static ScriptedServer server;
  private static TestClient harbor;
  private static TestClient ana;
  private static TestClient ben;
  private static int serial;

  private byte[] original;
  private String mediaId;
  private UUID caseId;

  @BeforeAll
  static void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
    ana = server.client("ana", Role.REVIEWER);
    ben = server.client("ben", Role.REVIEWER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aCaseWithAPicture() {
    serial++;
    original = ("the untrusted original " + serial).getBytes(StandardCharsets.UTF_8);
    mediaId = upload(original, "image/png").as(MediaUploaded.class).mediaId();
    caseId = review("case-" + serial, mediaId);
  }

  private static Answer upload(byte[] bytes, String type) {
    return harbor.send(
        harbor
            .request("/v1/media")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static UUID review(String externalId, String... mediaIds) {
    return harbor
        .post("/v1/items?deadlineMillis=20000", Samples.post(externalId, "review this", mediaIds))
        .as(IntakeAnswer.class)
        .caseId();
  }

  /** What opening a case writes; the route for it is another feature's. */
  private void lease(String account, long token, int seconds) {
    server.execute("delete from lease where case_id = '" + caseId + "'");
    server.execute(
        """
        insert into lease (case_id, token, holder, account_id, live, claimed_at, expires)
        select '%s', %d, s.token_hash, a.id, true, current_timestamp,
          current_timestamp + interval '%d' second
        from account a join session s on s.account_id = a.id where a.name = '%s'
        """
            .formatted(caseId, token, seconds, account));
  }

  private Answer ask(TestClient client, RevealPurpose purpose, long token) {
    return client.post(
        "/v1/cases/" + caseId + "/reveals", new RevealRequest(mediaId, null, purpose, token));
  }

  private RevealGrant granted(RevealPurpose purpose) {
    lease("ana", 7, 600);
    return ask(ana, purpose, 7).as(RevealGrant.class);
  }

  private static String content(RevealGrant grant) {
    return "/v1/reveals/" + grant.id() + "/content";
  }

  private List<JsonNode> logged(String action) {
    return server.database.read(
        handle ->
            handle
                .createQuery(
                    "select details from audit_entry where subject = :case and action = :action"
                        + " order by id")
                .bind("case", caseId.toString())
                .bind("action", action)
                .mapTo(String.class)
                .map(json -> Wire.read(json, JsonNode.class))
                .list());
  }

  @Test
  void anUploadIsKnownTheSecondTime() {
    MediaUploaded again = upload(original, "image/png").as(MediaUploaded.class);
    assertThat(again).isEqualTo(new MediaUploaded(mediaId, original.length, true));
  }

  @Test
  void anUploadOfNoMediaTypeIsRefused() {
    Answer answer = upload(original, "application/pdf");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.problem().code()).isEqualTo("media.unsupported_type");
  }

  @Test
  void anUploadAnnouncedAboveTheLimitIsRefusedAtOnceAndLeavesNothing() throws IOException {
    try (Socket socket = new Socket(harbor.url().getHost(), harbor.url().getPort())) {
      String head =
          "POST /v1/media HTTP/1.1\r\nHost: "
              + harbor.url().getAuthority()
              + "\r\nAuthorization: Bearer "
              + harbor.token()
              + "\r\nContent-Type: video/mp4\r\nContent-Length: 600000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String status = firstLine(socket);
      assertThat(status).contains("413");
    }
    try (var files = Files.list(data.resolve("media").resolve("incoming"))) {
      assertThat(files).isEmpty();
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int value = socket.getInputStream().read(); value >= 0 && value != '\n'; ) {
      line.append((char) value);
      value = socket.getInputStream().read();
    }
    return line.toString();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    try (Socket socket = new Socket(harbor.url().getHost(), harbor.url().getPort())) {
      String head =
          "POST /v1/media HTTP/1.1\r\nHost: "
              + harbor.url().getAuthority()
              + "\r\nAuthorization: Bearer "
              + harbor.token()
              + "\r\nContent-Type: video/mp4\r\nContent-Length: 1000\r\n\r\nonly this";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      Eventually.until("the server has begun to store it", () -> incoming() == 1);
    }
    Eventually.until("what was stored is gone", () -> incoming() == 0);
    assertThat(server.one("select count(*) from media where bytes = 9", Long.class)).isZero();
  }

  private static long incoming() {
    try (var files = Files.list(data.resolve("media").resolve("incoming"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReaderOfTheCaseGetsTheRenditionAndNobodyElse() {
    String path = "/v1/cases/" + caseId + "/media/" + mediaId + "/renditions/";
    Answer answer = ana.get(path + 0);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.response().body()).isEqualTo(new byte[] {1, 2, 3});

    assertThat(ana.get(path + 1).status()).isEqualTo(404);
    assertThat(ana.get(path + "x").status()).isEqualTo(400);
    assertThat(harbor.get(path + 0).status()).isEqualTo(403);
    UUID other = review("other-" + serial);
    assertThat(ana.get("/v1/cases/" + other + "/media/" + mediaId + "/renditions/0").status())
        .isEqualTo(404);
    assertThat(
            ana.get("/v1/cases/" + UUID.randomUUID() + "/media/" + mediaId + "/renditions/0")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aReaderOfTheCaseGetsARenditionByAnyFilterAndNoneThatIsSharp() {
    String path = "/v1/cases/" + caseId + "/media/" + mediaId + "/renditions/";
    String cartoon = path + "0?effect=CARTOON&strength=MILD&colour=true";
    for (int i = 0; i < 2; i++) {
      Answer answer = ana.get(cartoon);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.response().body(), StandardCharsets.UTF_8))
          .isEqualTo("painted CARTOON 0.25 at 0.0");
    }
    assertThat(ana.get(path + "0?effect=BLUR&strength=MEDIUM").response().body())
        .as("the usual one is at hand")
        .isEqualTo(new byte[] {1, 2, 3});
    assertThat(ana.get(path + "1?effect=CARTOON").status()).isEqualTo(404);
    for (String sharp : List.of("?strength=0", "?strength=NONE", "?effect=SHARP")) {
      assertThat(ana.get(path + "0" + sharp).problem().code()).isEqualTo("request.query");
    }
    assertThat(harbor.get(cartoon).status()).isEqualTo(403);
    UUID other = review("other-filter-" + serial);
    assertThat(
            ana.get(
                    "/v1/cases/"
                        + other
                        + "/media/"
                        + mediaId
                        + "/renditions/0?effect=MOSAIC&strength=STRONG")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aFilmIsPlayedFromItsBytesPartByPartUnderALoggedGrantAndALiveLease() {
    assertThat(ask(ana, RevealPurpose.PLAY, 7).status()).as("without a lease").isEqualTo(409);
    lease("ana", 7, 600);
    RevealGrant grant = ask(ana, RevealPurpose.PLAY, 7).as(RevealGrant.class);
    String path = "/v1/reveals/" + grant.id() + "/content";
    for (int from : new int[] {0, 4, 10, 4}) {
      Answer part =
          ana.send(ana.request(path).header("Range", "bytes=" + from + "-" + (from + 3)).GET());
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.response().body()).isEqualTo(Arrays.copyOfRange(original, from, from + 4));
      assertThat(part.header("Content-Type")).isEqualTo("application/octet-stream");
    }
    assertThat(logged("reveal.granted").toString()).contains("PLAY");
    lease("ana", 7, -1);
    assertThat(ana.get(path).status()).as("the lease ended").isEqualTo(409);
  }

  @Test
  void aRevealWithoutALeaseIsRefused() {
    Answer answer = ask(ana, RevealPurpose.VIEW, 1);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem().code()).isEqualTo("lease.lost");
    assertThat(logged("reveal.granted")).isEmpty();
  }

  @Test
  void aRevealUnderAStaleTokenIsRefused() {
    lease("ana", 7, 600);
    assertThat(ask(ana, RevealPurpose.VIEW, 6).status()).isEqualTo(409);
    assertThat(ask(ana, RevealPurpose.VIEW, 8).status()).isEqualTo(409);
    assertThat(ask(ben, RevealPurpose.VIEW, 7).status()).isEqualTo(409);
    lease("ana", 7, -1);
    assertThat(ask(ana, RevealPurpose.VIEW, 7).status()).isEqualTo(409);
    assertThat(logged("reveal.granted")).isEmpty();
  }

  @Test
  void aRevealOfMediaThatIsNotTheCasesIsRefused() {
    lease("ana", 7, 600);
    String foreign =
        upload(("foreign" + serial).getBytes(StandardCharsets.UTF_8), "image/png")
            .as(MediaUploaded.class)
            .mediaId();
    Answer answer =
        ana.post(
            "/v1/cases/" + caseId + "/reveals",
            new RevealRequest(foreign, null, RevealPurpose.VIEW, 7));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(
            ana.post(
                    "/v1/cases/" + caseId + "/reveals",
                    new RevealRequest(mediaId, 9, RevealPurpose.VIEW, 7))
                .problem()
                .code())
        .isEqualTo("reveal.frame");
  }

  @Test
  void aLookGetsAPictureTheWorkerMadeOnceAndNeverTheFile() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    Answer answer = ana.get(content(grant));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("painted 0.0 at 0.0");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");

    Answer again = ana.get(content(grant));
    assertThat(again.status()).isEqualTo(410);
    assertThat(again.problem().code()).isEqualTo("reveal.expired");
  }

  @Test
  void anotherReviewersGrantOpensNothing() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    assertThat(ben.get(content(grant)).status()).isEqualTo(403);
    assertThat(ben.post("/v1/reveals/" + grant.id() + "/ended", new RevealEnded(1)).status())
        .isEqualTo(403);
    assertThat(ana.get(content(grant)).status()).isEqualTo(200);
  }

  @Test
  void aGrantInAnotherSessionOfTheSamePersonOpensNothing() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    TestClient elsewhere = server.client("ana", Role.REVIEWER);
    assertThat(elsewhere.get(content(grant)).problem().code()).isEqualTo("reveal.forbidden");
    server.execute(
        "delete from session where token_hash not in (select holder from lease)"
            + " and account_id = (select id from account where name = 'ana')");
  }

  @Test
  void aGrantThatWaitedTooLongOpensNothing() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    age(grant, 31);
    Answer answer = ana.get(content(grant));
    assertThat(answer.status()).isEqualTo(410);
    Eventually.until("it is closed by expiry", () -> !logged("reveal.ended").isEmpty());
    assertThat(logged("reveal.ended").getFirst().path("closedBy").asText()).isEqualTo("expiry");
    assertThat(logged("reveal.ended").getFirst().path("fetched").asBoolean()).isFalse();
  }

  private static void age(RevealGrant grant, int seconds) {
    server.execute(
        """
        update reveal set granted_at = granted_at - interval '%1$d' second,
          expires_at = expires_at - interval '%1$d' second,
          fetched_at = fetched_at - interval '%1$d' second
        where id = '%2$s'
        """
            .formatted(seconds, grant.id()));
  }

  @Test
  void aLeaseLostAfterTheGrantClosesTheWay() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    lease("ben", 8, 600);
    Answer answer = ana.get(content(grant));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem().code()).isEqualTo("lease.lost");
  }

  @Test
  void everyRevealIsLoggedWithWhoWhatAndHowLong() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    ana.get(content(grant));
    age(grant, 5);
    for (int time = 0; time < 2; time++) {
      assertThat(ana.post("/v1/reveals/" + grant.id() + "/ended", new RevealEnded(1200)).status())
          .isEqualTo(204);
    }
    JsonNode begun = logged("reveal.granted").getFirst();
    assertThat(begun.path("mediaId").asText()).isEqualTo(mediaId);
    assertThat(begun.path("purpose").asText()).isEqualTo("VIEW");
    assertThat(begun.path("account").asText())
        .isEqualTo(server.one("select id from account where name = 'ana'", UUID.class).toString());
    assertThat(logged("reveal.ended"))
        .singleElement()
        .satisfies(
            ended -> {
              assertThat(ended.path("grant").asText()).isEqualTo(grant.id().toString());
              assertThat(ended.path("shownMillis").asLong()).isEqualTo(1200);
              assertThat(ended.path("closedBy").asText()).isEqualTo("holder");
            });
    assertThat(ana.get(content(grant)).status()).isEqualTo(410);
  }

  @Test
  void nobodyCanHaveLookedLongerThanSinceThePictureLeft() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    ana.get(content(grant));
    ana.post("/v1/reveals/" + grant.id() + "/ended", new RevealEnded(Long.MAX_VALUE));
    assertThat(logged("reveal.ended").getFirst().path("shownMillis").asLong()).isLessThan(60_000);
    assertThat(
            ana.post("/v1/reveals/" + grant.id() + "/ended", new RevealEnded(-1)).problem().code())
        .isEqualTo("reveal.duration");
  }

  @Test
  void aLookNobodyReportedIsClosedByExpiryAsTheLongestItCanHaveBeen() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    ana.get(content(grant));
    age(grant, 601);
    Eventually.until("it is closed by expiry", () -> !logged("reveal.ended").isEmpty());
    JsonNode ended = logged("reveal.ended").getFirst();
    assertThat(ended.path("closedBy").asText()).isEqualTo("expiry");
    assertThat(ended.path("fetched").asBoolean()).isTrue();
    assertThat(ended.path("shownMillisAtMost").asLong()).isEqualTo(600_000);
  }

  @Test
  void aRescanReadsTheBytesInRangesUnderItsLease() {
    RevealGrant grant = granted(RevealPurpose.RESCAN);
    Answer whole = ana.get(content(grant));
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.response().body()).isEqualTo(original);
    assertThat(whole.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(whole.header("Cache-Control")).isEqualTo("no-store");

    Answer part = ana.send(ana.request(content(grant)).header("Range", "bytes=4-12").GET());
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range")).isEqualTo("bytes 4-12/" + original.length);
    assertThat(part.response().body()).isEqualTo(Arrays.copyOfRange(original, 4, 13));

    Answer outside = ana.send(ana.request(content(grant)).header("Range", "bytes=9999-").GET());
    assertThat(outside.status()).isEqualTo(416);

    lease("ana", 7, -1);
    assertThat(ana.get(content(grant)).status()).isEqualTo(409);
  }

  @Test
  void aGrantThatNeverWasIsUnknown() {
    assertThat(ana.get("/v1/reveals/" + UUID.randomUUID() + "/content").status()).isEqualTo(404);
    assertThat(ana.get("/v1/reveals/nonsense/content").status()).isEqualTo(400);
  }

  @Test
  void theAuditorExportsEverythingAboutTheItemWithItsProof() {
    RevealGrant grant = granted(RevealPurpose.VIEW);
    ana.get(content(grant));
    TestClient aud = server.client("aud", Role.AUDITOR);
    UUID item =
        server.one("select item_id from review_case where id = '" + caseId + "'", UUID.class);
    JsonNode export = aud.get("/v1/audit/items/" + item).as(JsonNode.class);
    assertThat(export.path("item").get(0).path("external_id").asText()).isEqualTo("case-" + serial);
    assertThat(export.path("cases").get(0).path("id").asText()).isEqualTo(caseId.toString());
    assertThat(export.path("media").get(0).path("media_id").asText()).isEqualTo(mediaId);
    assertThat(export.path("assessments").get(0).path("content").path("stage").asText())
        .isEqualTo("text.rules");
    assertThat(export.path("reveals").get(0).path("id").asText()).isEqualTo(grant.id().toString());
    assertThat(export.path("audit").findValuesAsText("action"))
        .contains(
            "item.received", "item.judged", "case.created", "reveal.granted", "item.exported");
    assertThat(export.path("personal").findValuesAsText("value")).contains("author-case-" + serial);
    assertThat(export.path("checkpoint").path("signature").asText()).isNotBlank();
    assertThat(aud.get("/v1/audit/items/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(ana.get("/v1/audit/items/" + item).status()).isEqualTo(403);
  }
}
