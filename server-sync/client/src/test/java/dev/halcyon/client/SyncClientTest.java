package dev.halcyon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.BreakState;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Cover;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Forecast;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.NumberWeeks;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.Plan;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.QueueCover;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WeekNumbers;
import dev.halcyon.protocol.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client makes of every answer a server, a proxy or a cut wire can give. */
class SyncClientTest {
  private static final String TOKEN = "secret-token-91c2";
  private static final UUID CASE = UUID.fromString("0195a000-0000-7000-8000-0000000000aa");
  private static final ClientOptions QUICK =
      new ClientOptions(
          Duration.ofSeconds(2),
          Duration.ofMillis(300),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofMillis(10),
          Duration.ofMillis(40),
          200_000,
          100_000,
          100_000);

  private final MockWebServer server = new MockWebServer();
  private SyncClient client;

  @BeforeEach
  void start() throws Exception {
    server.start();
    client = new SyncClient(server.url("/").uri(), QUICK);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static MockResponse.Builder json(Object body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .addHeader(Protocol.VERSION_HEADER, Protocol.VERSION)
        .body(Wire.write(body));
  }

  private static MockResponse problem(int status, String code) {
    return json(new Problem(code, "What happened to " + CASE, "What to do"))
        .setHeader("Content-Type", "application/problem+json")
        .code(status)
        .build();
  }

  private void signIn() throws InterruptedException {
    server.enqueue(json(Samples.session(TOKEN)).build());
    client.signIn("ana", "pw");
    server.takeRequest();
  }

  private UserProblem failure(ThrowingCallable call) {
    UserProblem[] found = new UserProblem[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(UserProblem.class, problem -> found[0] = problem);
    assertThat(found[0].remedy()).isNotBlank();
    var trace = new StringWriter();
    found[0].printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(TOKEN).doesNotContain(Samples.MARKED);
    return found[0];
  }

  private static OpenedCase opened() {
    var lease = new Lease(CASE, 7, Samples.START, 60, 20);
    return new OpenedCase(
        lease,
        Samples.detail(
            Samples.summary(CASE, Priority.P1, CaseState.IN_REVIEW, 3),
            List.of(Samples.video("ab", 2))));
  }

  @Test
  void sessionIsUsedForEveryLaterCallAndCarriesTheProtocolVersion() throws Exception {
    signIn();
    server.enqueue(json(opened()).build());

    assertThat(client.open(CASE)).isEqualTo(opened());

    RecordedRequest request = server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget()).isEqualTo("/v1/cases/" + CASE + "/open");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(request.getHeaders().get("Halcyon-Protocol")).isEqualTo(Protocol.VERSION);
  }

  @Test
  void onesOwnWellnessIsAskedForAndChangedWhereTheServerHasIt() throws Exception {
    var own =
        new OwnWellness(
            "UTC", null, List.of(), new BreakState(null, 5, null), 0, false, List.of(), List.of());
    assertThat(failure(() -> client.wellness().own()).code()).startsWith("auth.");
    signIn();
    for (int i = 0; i < 6; i++) {
      server.enqueue(json(own).build());
    }
    server.enqueue(json(List.of(new QueueCover("critical", Cover.THIN, 2))).build());
    WellnessServer wellness = client.wellness();
    assertThat(wellness.own()).isEqualTo(own);
    assertThat(wellness.beginBreak()).isEqualTo(own);
    assertThat(wellness.endBreak()).isEqualTo(own);
    assertThat(wellness.moveTo(ZoneId.of("Asia/Tokyo"))).isEqualTo(own);
    assertThat(wellness.optOut(Category.SELF_HARM)).isEqualTo(own);
    assertThat(wellness.optIn(Category.SELF_HARM)).isEqualTo(own);
    assertThat(wellness.cover()).containsExactly(new QueueCover("critical", Cover.THIN, 2));

    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      RecordedRequest request = server.takeRequest();
      assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
      asked.add(request.getMethod() + " " + request.getTarget());
      if (request.getTarget().endsWith("/zone")) {
        assertThat(request.getBody().utf8()).isEqualTo("{\"zone\":\"Asia/Tokyo\"}");
      }
    }
    assertThat(asked)
        .containsExactly(
            "GET /v1/wellness/mine",
            "POST /v1/wellness/break",
            "DELETE /v1/wellness/break",
            "PUT /v1/wellness/zone",
            "PUT /v1/wellness/opt-outs/self_harm",
            "DELETE /v1/wellness/opt-outs/self_harm",
            "GET /v1/wellness/cover");
  }

  @Test
  void filterBecomesAQuery() throws Exception {
    signIn();
    server.enqueue(json(new CasePage(List.of(), null)).build());
    client.cases(
        CaseFilter.WAITING
            .withQueue("a queue")
            .withCategory(Category.SELF_HARM)
            .withPriority(Priority.P0)
            .withLanguage("de")
            .withKind(Modality.VIDEO)
            .withLimit(20)
            .withAfter("c&1"));
    assertThat(server.takeRequest().getTarget())
        .isEqualTo(
            "/v1/cases?queue=a%20queue&state=WAITING&priority=P0&category=self_harm&language=de"
                + "&kind=VIDEO&limit=20&after=c%261");
  }

  @Test
  void serversOwnProblemIsPassedOnAsSent() throws Exception {
    signIn();
    server.enqueue(problem(409, "lease.held"));
    UserProblem held = failure(() -> client.open(CASE));
    assertThat(held.problem())
        .isEqualTo(new Problem("lease.held", "What happened to " + CASE, "What to do"));
  }

  @Test
  void wrongPasswordIsTheServersProblemNotAnExpiredSession() {
    server.enqueue(problem(401, "auth.failed"));
    assertThat(failure(() -> client.signIn("ana", "wrong")).code()).isEqualTo("auth.failed");
    assertThat(client.session()).isNull();
  }

  @Test
  void refusedTokenEndsTheSession() throws Exception {
    signIn();
    server.enqueue(problem(401, "auth.required"));
    assertThat(failure(() -> client.queues()).code()).isEqualTo("auth.expired");
    assertThat(client.session()).isNull();
    int before = server.getRequestCount();
    assertThat(failure(() -> client.queues()).code()).isEqualTo("auth.expired");
    assertThat(server.getRequestCount()).as("nothing is sent without a session").isEqualTo(before);
  }

  @Test
  void deadAddressIsUnreachable() throws Exception {
    signIn();
    server.close();
    UserProblem problem = failure(() -> client.queues());
    assertThat(problem.code()).isEqualTo("network.unreachable");
    assertThat(problem.getMessage()).contains(String.valueOf(server.getPort()));
  }

  @Test
  void serverGoneMidRequestIsInterrupted() throws Exception {
    signIn();
    server.enqueue(
        json(new DecisionResults(List.of()))
            .onResponseStart(new SocketEffect.CloseSocket())
            .build());
    assertThat(failure(() -> client.decide(new DecisionBatch(List.of(Samples.decision())))).code())
        .isEqualTo("network.interrupted");
  }

  @Test
  void serverGoneMidAnswerIsInterrupted() throws Exception {
    signIn();
    server.enqueue(json(opened()).onResponseBody(new SocketEffect.CloseSocket()).build());
    assertThat(failure(() -> client.open(CASE)).code()).isEqualTo("network.interrupted");
  }

  @Test
  void bodyThatStopsArrivingIsInterrupted() throws Exception {
    signIn();
    server.enqueue(json(opened()).throttleBody(16, 2, TimeUnit.SECONDS).build());
    assertThat(failure(() -> client.open(CASE)).code()).isEqualTo("network.interrupted");
  }

  @Test
  void brokenServerWithAProblemSpeaksForItself() throws Exception {
    signIn();
    server.enqueue(problem(500, "store.damaged"));
    assertThat(failure(() -> client.queues()).code()).isEqualTo("store.damaged");
  }

  @Test
  void proxysErrorPageIsExplainedWithoutQuotingIt() throws Exception {
    signIn();
    server.enqueue(
        new MockResponse.Builder()
            .code(502)
            .addHeader("Content-Type", "text/html")
            .body("<html>" + Samples.MARKED + "</html>")
            .build());
    UserProblem problem = failure(() -> client.queues());
    assertThat(problem.code()).isEqualTo("server.failed");
    assertThat(problem.getMessage()).contains("502");
  }

  @Test
  void pageInPlaceOfAnAnswerIsNotTakenForOne() throws Exception {
    signIn();
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/html")
            .body("<html>Please log in to the hotel</html>")
            .build());
    assertThat(failure(() -> client.queues()).code()).isEqualTo("protocol.answer");
  }

  @Test
  void redirectIsNotFollowed() throws Exception {
    signIn();
    server.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", "/v1/elsewhere").build());
    assertThat(failure(() -> client.queues()).code()).isEqualTo("protocol.answer");
    server.takeRequest();
    assertThat(server.takeRequest(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void unreadableJsonNamesThePlaceButNeverTheContent() throws Exception {
    signIn();
    String broken =
        Wire.write(opened()).replace("\"version\":3", "\"version\":\"" + Samples.MARKED + "\"");
    server.enqueue(json("").body(broken).build());
    UserProblem problem = failure(() -> client.open(CASE));
    assertThat(problem.code()).isEqualTo("protocol.answer");
    assertThat(problem.getMessage()).contains("line 1, column");
  }

  @Test
  void emptyAnswerIsUnreadableNotNull() throws Exception {
    signIn();
    server.enqueue(json("").body("null").build());
    assertThat(failure(() -> client.open(CASE)).code()).isEqualTo("protocol.answer");
  }

  @Test
  void otherMajorVersionIsRefusedWhateverTheAnswerSays() throws Exception {
    signIn();
    server.enqueue(json(List.of()).setHeader(Protocol.VERSION_HEADER, "2.0").build());
    UserProblem problem = failure(() -> client.queues());
    assertThat(problem.code()).isEqualTo("protocol.version");
    assertThat(problem.getMessage()).contains("2.0").contains(Protocol.VERSION);
  }

  @Test
  void newerMinorVersionIsFine() throws Exception {
    signIn();
    server.enqueue(json(List.of()).setHeader(Protocol.VERSION_HEADER, "1.9").build());
    assertThat(client.queues()).isEmpty();
  }

  @Test
  void endlessAnswerIsCutOff() throws Exception {
    signIn();
    server.enqueue(json("").body("[" + " ".repeat(200_001) + "]").build());
    assertThat(failure(() -> client.queues()).code()).isEqualTo("answer.too-large");
  }

  @Test
  void compressedBombIsCutOffByItsRealSize() throws Exception {
    signIn();
    var small = new Buffer();
    try (var gzip = new java.util.zip.GZIPOutputStream(small.outputStream())) {
      gzip.write(new byte[50_000_000]);
    }
    server.enqueue(json("").addHeader("Content-Encoding", "gzip").body(small).build());
    assertThat(failure(() -> client.queues()).code()).isEqualTo("answer.too-large");
  }

  @Test
  void oneTimeTokenIsNeverSentTwiceByTheTransport() throws Exception {
    signIn();
    server.enqueue(
        json(Samples.session("x")).onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(json(Samples.session("x")).build());
    assertThat(failure(() -> client.signInOneTime("once")).code()).isEqualTo("network.interrupted");
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/sessions/one-time");
    assertThat(server.takeRequest(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void renditionMustBeAPicture() throws Exception {
    signIn();
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "image/jpeg")
            .body(new Buffer().write(new byte[] {1, 2, 3}))
            .build());
    assertThat(client.rendition(CASE, "ab", 4)).containsExactly(1, 2, 3);
    assertThat(server.takeRequest().getTarget())
        .isEqualTo("/v1/cases/" + CASE + "/media/ab/renditions/4");
    server.enqueue(json("{}").build());
    assertThat(failure(() -> client.rendition(CASE, "ab", 4)).code()).isEqualTo("protocol.answer");
  }

  @Test
  void whatASoundLooksLikeAndSaysIsReadWhole() throws Exception {
    signIn();
    server.enqueue(json(Samples.sound("ab")).build());
    assertThat(client.sound(CASE, "ab")).isEqualTo(Samples.sound("ab"));
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/cases/" + CASE + "/media/ab/sound");
  }

  @Test
  void originalIsCheckedAgainstItsFingerprintAndWipedWhenClosed() throws Exception {
    signIn();
    byte[] bytes = "the original".getBytes(StandardCharsets.UTF_8);
    String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    var grant = new RevealGrant(UUID.randomUUID(), CASE, id, null, Samples.START);
    server.enqueue(json(grant).build());
    assertThat(client.reveal(CASE, new RevealRequest(id, null, RevealPurpose.RESCAN, 7)))
        .isEqualTo(grant);
    MockResponse.Builder answer = new MockResponse.Builder().addHeader("Content-Type", "video/mp4");
    server.enqueue(answer.body(new Buffer().write(bytes)).build());
    RevealedBytes revealed = client.originalTo(grant);
    ByteBuffer read = ByteBuffer.allocate(100);
    try (var channel = revealed.open()) {
      channel.position(4);
      channel.read(read);
    }
    assertThat(new String(read.array(), 0, read.position(), StandardCharsets.UTF_8))
        .isEqualTo("original");
    assertThat(revealed.declaredType()).isEqualTo("video/mp4");
    revealed.close();
    assertThatThrownBy(revealed::open).isInstanceOf(IllegalStateException.class);

    server.enqueue(answer.body(new Buffer().write(bytes, 0, 5)).build());
    assertThat(failure(() -> client.originalTo(grant)).code()).isEqualTo("media.damaged");
  }

  @Test
  void whyTheSessionEndedIsSaidToEveryLaterCallUntilSomebodySignsIn() throws Exception {
    signIn();
    server.enqueue(problem(401, "auth.expired"));
    String why = failure(() -> client.queues()).getMessage();
    assertThat(why).contains("What happened to " + CASE);
    assertThat(failure(() -> client.me()).getMessage()).isEqualTo(why);
    assertThat(failure(() -> client.open(CASE)).getMessage()).isEqualTo(why);
    signIn();
    server.enqueue(new MockResponse.Builder().code(204).build());
    client.signOut();
    assertThat(failure(() -> client.me()).getMessage()).isEqualTo("Nobody is signed in.");
  }

  @Test
  void signOutForgetsTheSessionEvenWhenTheServerIsGone() throws Exception {
    signIn();
    server.close();
    assertThat(failure(() -> client.signOut()).code()).isEqualTo("network.unreachable");
    assertThat(client.session()).isNull();
  }

  @Test
  void plainHttpIsRefusedBeyondThisMachine() {
    assertThat(failure(() -> new SyncClient(URI.create("http://halcyon.example"))).code())
        .isEqualTo("address.insecure");
    assertThat(failure(() -> new SyncClient(URI.create("http://127.0.0.1.example"))).code())
        .isEqualTo("address.insecure");
    assertThat(failure(() -> new SyncClient(URI.create("ftp://127.0.0.1"))).code())
        .isEqualTo("address.invalid");
    new SyncClient(URI.create("https://halcyon.example")).close();
    new SyncClient(URI.create("http://[::1]:8080")).close();
  }

  @Test
  void certificateNobodyTrustsIsSaidAsSuch(@TempDir Path folder) throws Exception {
    try (var stranger = new MockWebServer()) {
      stranger.useHttps(selfSigned(folder.resolve("key.p12")).getSocketFactory());
      stranger.start();
      URI address = URI.create("https://localhost:" + stranger.getPort());
      try (var secure = new SyncClient(address, QUICK)) {
        assertThat(failure(() -> secure.signIn("ana", "pw")).code()).isEqualTo("network.untrusted");
      }
      assertThat(stranger.getRequestCount()).as("no password was sent").isZero();
    }
  }

  /** A server key that no authority vouches for, made by the JDK's own tool. */
  private static SSLContext selfSigned(Path store) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    "changeit"))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    char[] password = "changeit".toCharArray();
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(store.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void forecastPlanAndNumbersAreAskedForAndRead() throws Exception {
    signIn();
    LocalDate monday = LocalDate.of(2026, 3, 2);
    Forecast forecast = new Forecast(Samples.START, 3, List.of());
    Plan plan = new Plan(List.of(), 5_000, 83.3, 10.4, 12, List.of());
    WeekNumbers numbers = new WeekNumbers(monday, Samples.START, 5, List.of(), List.of());
    server.enqueue(json(forecast).build());
    server.enqueue(json(plan).build());
    server.enqueue(json(new NumberWeeks(List.of(monday))).build());
    server.enqueue(json(numbers).build());
    server.enqueue(json("").body("week,group\r\n").setHeader("Content-Type", "text/csv").build());
    assertThat(client.forecast()).isEqualTo(forecast);
    PlanRequest request =
        new PlanRequest(1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0, 8);
    assertThat(client.plan(request)).isEqualTo(plan);
    assertThat(client.numberedWeeks()).containsExactly(monday);
    assertThat(client.numbers(monday)).isEqualTo(numbers);
    assertThat(new String(client.numbersAsCsv(monday), StandardCharsets.UTF_8))
        .isEqualTo("week,group\r\n");
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/forecast");
    var asked = server.takeRequest();
    assertThat(asked.getTarget()).isEqualTo("/v1/plan");
    assertThat(Wire.read(asked.getBody().utf8(), PlanRequest.class)).isEqualTo(request);
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/numbers");
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/numbers/2026-03-02");
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/numbers/2026-03-02/csv");
  }

  @Test
  void sessionsTextHidesItsToken() throws Exception {
    signIn();
    assertThat(client.session().toString()).doesNotContain(TOKEN);
  }

  @Test
  void nextCaseIsTheServersChoiceNothingOrAReasonToRest() throws Exception {
    signIn();
    server.enqueue(json(new NextCase(opened(), List.of())).build());
    assertThat(client.nextCase().orElseThrow().opened()).isEqualTo(opened());
    assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/next-case");
    server.enqueue(new MockResponse.Builder().code(204).build());
    assertThat(client.nextCase()).isEmpty();
    server.enqueue(problem(403, "wellness.rest"));
    assertThat(failure(() -> client.nextCase()).code()).isEqualTo("wellness.rest");
  }
}
