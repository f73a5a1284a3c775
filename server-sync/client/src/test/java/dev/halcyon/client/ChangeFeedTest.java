package dev.halcyon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The change feed over a wire that breaks in every place. */
class ChangeFeedTest {
  private static final ClientOptions QUICK =
      new ClientOptions(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          Duration.ofMillis(10),
          Duration.ofMillis(40),
          20_000,
          1000,
          1000);

  private final MockWebServer server = new MockWebServer();
  private final BlockingQueue<MockResponse> feeds = new LinkedBlockingQueue<>();
  private final List<RecordedRequest> asked = new CopyOnWriteArrayList<>();
  private final List<Change> heard = new CopyOnWriteArrayList<>();
  private final List<Connection> signs = new CopyOnWriteArrayList<>();
  private final ChangeListener listener =
      new ChangeListener() {
        @Override
        public void changed(Change change) {
          heard.add(change);
        }

        @Override
        public void connection(Connection connection) {
          signs.add(connection);
        }
      };
  private SyncClient client;

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (request.getTarget().equals("/v1/sessions")) {
              return answer("application/json", Wire.write(Samples.session("t" + asked.size())))
                  .build();
            }
            asked.add(request);
            MockResponse next = feeds.poll();
            // An idle feed: headers, then silence.
            return next != null ? next : silent();
          }
        });
    server.start();
    client = new SyncClient(server.url("/").uri(), QUICK);
    client.signIn("ana", "pw");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static MockResponse.Builder answer(String type, String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", type)
        .addHeader(Protocol.VERSION_HEADER, Protocol.VERSION)
        .body(body);
  }

  private static MockResponse.Builder stream(String events) {
    return answer("text/event-stream", events);
  }

  private static MockResponse silent() {
    return stream(": ping\n\n".repeat(4)).bodyDelay(200, TimeUnit.MILLISECONDS).build();
  }

  private static String event(long seq, ChangeKind kind) {
    return "id: "
        + seq
        + "\ndata: "
        + Wire.write(new Change(seq, kind, "s", null, Samples.START))
        + "\n\n";
  }

  private static String event(long seq) {
    return event(seq, ChangeKind.CASE_CREATED);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(end);
      Thread.sleep(5);
    }
  }

  private List<Long> seqs() {
    return heard.stream().map(Change::seq).toList();
  }

  @Test
  void feedGoesOnAfterTheLastChangeWhenTheConnectionEnds() throws Exception {
    feeds.add(stream(event(1) + event(2)).build());
    feeds.add(stream(": ping\n\n" + event(3)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("three changes", () -> heard.size() == 3);
      await("a third request", () -> asked.size() >= 3);
    }
    assertThat(seqs()).containsExactly(1L, 2L, 3L);
    assertThat(asked.get(0).getTarget()).isEqualTo("/v1/changes?since=0");
    assertThat(asked.get(1).getTarget()).isEqualTo("/v1/changes?since=2");
    assertThat(asked.get(1).getHeaders().get("Last-Event-ID")).isEqualTo("2");
    assertThat(asked.get(2).getHeaders().get("Last-Event-ID")).isEqualTo("3");
  }

  @Test
  void halfAnEventIsDroppedAndAskedForAgain() throws Exception {
    String second = event(2);
    feeds.add(stream(event(1) + second.substring(0, second.length() - 12)).build());
    feeds.add(stream(second).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("two changes", () -> heard.size() == 2);
    }
    assertThat(seqs()).containsExactly(1L, 2L);
    assertThat(asked.get(1).getHeaders().get("Last-Event-ID")).isEqualTo("1");
  }

  @Test
  void cutConnectionIsToldAndMended() throws Exception {
    feeds.add(stream(event(1)).onResponseStart(new SocketEffect.CloseSocket()).build());
    feeds.add(stream(event(1)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("the change", () -> heard.size() == 1);
    }
    assertThat(signs)
        .anySatisfy(
            sign ->
                assertThat(sign)
                    .isInstanceOfSatisfying(
                        Connection.Offline.class,
                        off -> assertThat(off.problem().code()).isEqualTo("network.interrupted")))
        .anySatisfy(sign -> assertThat(sign).isInstanceOf(Connection.Online.class));
  }

  @Test
  void repeatedChangesAreHeardOnce() throws Exception {
    feeds.add(stream(event(1) + event(2)).build());
    feeds.add(stream(event(1) + event(2) + event(3)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("three changes", () -> heard.size() >= 3);
    }
    assertThat(seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void resetMovesTheFeedToItsNumberEvenBackwards() throws Exception {
    feeds.add(stream(event(500) + event(3, ChangeKind.RESET) + event(4)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("three changes", () -> heard.size() == 3);
      await("a second request", () -> asked.size() >= 2);
    }
    assertThat(seqs()).containsExactly(500L, 3L, 4L);
    assertThat(asked.get(1).getHeaders().get("Last-Event-ID")).isEqualTo("4");
  }

  @Test
  void feedFromNowBeginsWithAResetUntilItKnowsItsPlace() throws Exception {
    feeds.add(stream(": at 7\n\n").build());
    feeds.add(stream(event(9)).build());
    try (AutoCloseable feed = client.changes(ReviewServer.FROM_NOW, listener)) {
      await("a third request", () -> asked.size() >= 3);
    }
    assertThat(heard.stream().map(Change::kind))
        .startsWith(ChangeKind.RESET, ChangeKind.RESET, ChangeKind.CASE_CREATED);
    assertThat(asked.get(0).getTarget()).isEqualTo("/v1/changes");
    assertThat(asked.get(0).getHeaders().get("Last-Event-ID")).isNull();
    assertThat(asked.get(2).getHeaders().get("Last-Event-ID")).isEqualTo("9");
  }

  @Test
  void unreadableChangeBecomesAReset() throws Exception {
    feeds.add(stream(event(1) + "id: 2\ndata: {\"seq\":\n\n" + event(3)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("three changes", () -> heard.size() == 3);
    }
    assertThat(heard.stream().map(Change::kind))
        .containsExactly(ChangeKind.CASE_CREATED, ChangeKind.RESET, ChangeKind.CASE_CREATED);
  }

  @Test
  void silentConnectionCountsAsDead() throws Exception {
    feeds.add(stream(event(1)).bodyDelay(30, TimeUnit.SECONDS).build());
    feeds.add(stream(event(1)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("the change of the second connection", () -> heard.size() == 1);
    }
  }

  @Test
  void endlessEventIsCutOff() throws Exception {
    feeds.add(stream("data: " + "x".repeat(100_000) + "\n\n").build());
    feeds.add(stream(event(1)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("the change", () -> heard.size() >= 1);
    }
    assertThat(heard.getFirst().kind()).isEqualTo(ChangeKind.CASE_CREATED);
  }

  @Test
  void manyEventsTogetherMayBeLongerThanOneMay() throws Exception {
    var events = new StringBuilder();
    for (int seq = 1; seq <= 1000; seq++) {
      events.append(event(seq));
    }
    assertThat(events.length()).isGreaterThan(50_000);
    feeds.add(stream(events.toString()).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("all changes", () -> heard.size() == 1000);
    }
    assertThat(asked.getFirst().getTarget()).isEqualTo("/v1/changes?since=0");
  }

  @Test
  void expiredSessionWaitsForSomebodyToSignIn() throws Exception {
    feeds.add(
        answer("application/problem+json", Wire.write(new Problem("auth.required", "m", "r")))
            .code(401)
            .build());
    feeds.add(stream(event(1)).build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await(
          "the sign", () -> signs.stream().anyMatch(each -> each instanceof Connection.SignedOut));
      assertThat(asked).hasSize(1);
      client.signIn("ana", "pw");
      await("the change", () -> heard.size() == 1);
    }
  }

  @Test
  void otherProtocolVersionIsToldAsSuch() throws Exception {
    feeds.add(stream(event(1)).setHeader(Protocol.VERSION_HEADER, "2.0").build());
    try (AutoCloseable feed = client.changes(0, listener)) {
      await("the sign", () -> signs.stream().anyMatch(each -> each instanceof Connection.Refused));
    }
  }

  @Test
  void closedFeedIsSilentAndAsksNoMore() throws Exception {
    AutoCloseable feed = client.changes(0, listener);
    await("the first request", () -> !asked.isEmpty());
    feed.close();
    await("the listener's last call", () -> true);
    int requests = asked.size();
    feeds.add(stream(event(1)).build());
    // A second feed proves that the server still serves while the first asks no more.
    List<Change> other = new CopyOnWriteArrayList<>();
    try (AutoCloseable second = client.changes(0, other::add)) {
      await("the second feed's change", () -> other.size() == 1);
    }
    assertThat(heard).isEmpty();
    assertThat(asked.size()).isGreaterThan(requests);
  }
}
