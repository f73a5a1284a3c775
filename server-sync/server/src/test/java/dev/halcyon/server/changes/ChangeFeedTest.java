package dev.halcyon.server.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What watchers of the change feed see, over real HTTP. */
@OnBothDatabases
@Timeout(60)
class ChangeFeedTest {
  @TempDir Path directory;
  private HalcyonServer server;
  private ServerContext context;
  private TestClient ana;

  @BeforeEach
  void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    context.policies().add(Fixtures.policy(1001));
    context.policies().publish("system", 1001);
    String oneTime =
        context.accounts().ensure("ana", "Ana", Set.of(Role.REVIEWER), List.of(), null);
    ana = TestClient.signedIn(server.url(), oneTime);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void watchersSeeACasesWholeLifeInOrder() throws Exception {
    try (Watcher watcher = new Watcher(ana, "?since=0", null)) {
      CaseSummary made = Fixtures.createCase(context, "watched");
      OpenedCase opened = ana.post("/v1/cases/" + made.id() + "/open").as(OpenedCase.class);
      ana.post(
          "/v1/decisions",
          new DecisionBatch(List.of(Fixtures.decide(opened, DecisionAction.REMOVE))));
      List<Change> seen = watcher.until(ChangeKind.CASE_DECIDED);
      assertThat(seen)
          .filteredOn(change -> change.subject().equals(made.id().toString()))
          .extracting(Change::kind)
          .containsExactly(
              ChangeKind.CASE_CREATED, ChangeKind.CASE_OPENED, ChangeKind.CASE_DECIDED);
      assertThat(seen)
          .filteredOn(change -> change.kind() == ChangeKind.ITEM_CHANGED)
          .extracting(Change::subject)
          .containsExactly(made.itemId().toString());
      CaseSummary last = seen.getLast().summary();
      assertThat(last).isNotNull();
      assertThat(last.state()).isEqualTo(CaseState.DECIDED);
      assertGapless(seen);
    }
  }

  @Test
  void aWatcherResumesAfterTheLastEventItSaw() throws Exception {
    for (int i = 0; i < 5; i++) {
      Fixtures.createCase(context, "resume " + i);
    }
    List<Change> all;
    try (Watcher watcher = new Watcher(ana, "?since=0", null)) {
      all = watcher.take(6);
    }
    long middle = all.get(2).seq();
    try (Watcher watcher = new Watcher(ana, "?since=0", Long.toString(middle))) {
      assertThat(watcher.take(3))
          .extracting(Change::seq)
          .containsExactly(middle + 1, middle + 2, middle + 3);
    }
  }

  @Test
  void aWatcherFromAnotherTimeIsToldToLoadEverythingAnew() throws Exception {
    Fixtures.createCase(context, "one");
    long all = changesCommitted();
    Eventually.until("all are numbered", () -> context.feed().last() == all);
    try (Watcher watcher = new Watcher(ana, "?since=999999", null)) {
      Change reset = watcher.take(1).getFirst();
      assertThat(reset.kind()).isEqualTo(ChangeKind.RESET);
      assertThat(reset.seq()).isEqualTo(all);
    }
  }

  @Test
  void aWatcherFurtherBehindThanWhatIsKeptIsToldToLoadEverythingAnew() throws Exception {
    for (int i = 0; i < 5; i++) {
      Fixtures.createCase(context, "pruned " + i);
    }
    server.close();
    HalcyonServer again = HalcyonServer.start(TestDatabases.options(directory));
    server = again;
    again
        .context()
        .database()
        .useTransaction(handle -> handle.execute("delete from change where seq <= 4"));
    assertThat(again.context().feed().after(2, Duration.ZERO))
        .singleElement()
        .extracting(Change::kind)
        .isEqualTo(ChangeKind.RESET);
    assertThat(again.context().feed().after(4, Duration.ZERO))
        .first()
        .extracting(Change::seq)
        .isEqualTo(5L);
  }

  @Test
  void numbersHaveNoGapsHoweverManyWriteAtOnceAndHoweverManyFail() throws Exception {
    int writers = 8;
    int each = 40;
    CountDownLatch done = new CountDownLatch(writers);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int w = 0; w < writers; w++) {
        pool.submit(
            () -> {
              for (int i = 0; i < each; i++) {
                write(i % 4 == 3);
              }
              done.countDown();
            });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    // One change stands for the publishing of the policies at the start.
    long before = changesCommitted() - writers * each * 3L / 4;
    assertThat(before).isPositive();
    List<Change> all = new ArrayList<>();
    long place = 0;
    while (all.size() < changesCommitted()) {
      List<Change> page = context.feed().after(place, Duration.ofSeconds(10));
      assertThat(page).isNotEmpty();
      all.addAll(page);
      place = all.getLast().seq();
    }
    assertGapless(all);
    assertThat(all.getFirst().seq()).isEqualTo(1);
  }

  @Test
  void theStreamEndsSoonAfterTheSession() throws Exception {
    try (Watcher watcher = new Watcher(ana, "", null)) {
      ana.call("DELETE", "/v1/sessions/current", java.net.http.HttpRequest.BodyPublishers.noBody());
      assertThat(watcher.ends()).isTrue();
    }
  }

  @Test
  void aBusyStreamEndsSoonAfterTheSessionToo() throws Exception {
    AtomicBoolean busy = new AtomicBoolean(true);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (busy.get()) {
                    write(false);
                    LockSupport.parkNanos(50_000_000);
                  }
                });
    try (Watcher watcher = new Watcher(ana, "", null)) {
      ana.call("DELETE", "/v1/sessions/current", java.net.http.HttpRequest.BodyPublishers.noBody());
      assertThat(watcher.endsWithinEvents(1200)).isTrue();
    } finally {
      busy.set(false);
      writer.join();
    }
  }

  private void write(boolean fail) {
    try {
      context
          .database()
          .useTransaction(
              handle -> {
                context
                    .changes()
                    .record(handle, ChangeKind.ITEM_CHANGED, UUID.randomUUID().toString(), null);
                if (fail) {
                  throw new IllegalArgumentException("rolled back on purpose");
                }
              });
    } catch (IllegalArgumentException e) {
      assertThat(fail).isTrue();
    }
  }

  private long changesCommitted() {
    return context
        .database()
        .read(handle -> handle.createQuery("select count(*) from change").mapTo(Long.class).one());
  }

  private static void assertGapless(List<Change> changes) {
    for (int i = 1; i < changes.size(); i++) {
      assertThat(changes.get(i).seq()).isEqualTo(changes.get(i - 1).seq() + 1);
    }
  }

  /** Reads the stream as a browser would. */
  private static final class Watcher implements AutoCloseable {
    private final HttpURLConnection connection;
    private final BufferedReader reader;

    Watcher(TestClient client, String query, String lastEventId) throws IOException {
      URI address = client.url().resolve("/v1/changes" + query);
      connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setReadTimeout(30_000);
      connection.setRequestProperty("Authorization", "Bearer " + client.token());
      if (lastEventId != null) {
        connection.setRequestProperty("Last-Event-ID", lastEventId);
      }
      assertThat(connection.getResponseCode()).isEqualTo(200);
      assertThat(connection.getContentType()).startsWith("text/event-stream");
      reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    List<Change> take(int count) throws IOException {
      List<Change> changes = new ArrayList<>();
      while (changes.size() < count) {
        changes.add(next());
      }
      return changes;
    }

    List<Change> until(ChangeKind kind) throws IOException {
      List<Change> changes = new ArrayList<>();
      do {
        changes.add(next());
      } while (changes.getLast().kind() != kind);
      return changes;
    }

    private Change next() throws IOException {
      String id = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          Change change = Wire.read(line.substring(6), Change.class);
          assertThat(id).isEqualTo(Long.toString(change.seq()));
          return change;
        }
      }
      throw new IOException("the stream ended");
    }

    boolean endsWithinEvents(int most) throws IOException {
      for (int events = 0; events < most; ) {
        String line = reader.readLine();
        if (line == null) {
          return true;
        }
        events += line.startsWith("id: ") ? 1 : 0;
      }
      return false;
    }

    boolean ends() throws IOException {
      while (reader.readLine() != null) {
        // Comments and events until the server ends the stream.
      }
      return true;
    }

    @Override
    public void close() {
      connection.disconnect();
    }
  }
}
