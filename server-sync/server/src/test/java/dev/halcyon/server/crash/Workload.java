package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.store.Database;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Four reviewers who open and decide cases over HTTP while the server dies under them, and the
 * account they keep of what they were promised. Thread-safe.
 */
final class Workload {
  static final int CLIENTS = 4;
  private static final String PASSWORD = "correct horse battery staple";

  /** A promise the server made. */
  record Promise(UUID decision, UUID caseId, int client, DecisionAction action) {}

  private final int target;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Queue<Promise> promises = new ConcurrentLinkedQueue<>();
  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Integer> openedBy = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  Workload(int target) {
    this.target = target;
  }

  /** Fills a new server with accounts, a policy and cases. */
  static void seed(HalcyonServer server, int cases) {
    var context = server.context();
    context.policies().add(Fixtures.policy(1001));
    context.policies().publish("system", 1001);
    for (int i = 0; i < CLIENTS; i++) {
      context
          .accounts()
          .ensure("client" + i, "Client " + i, Set.of(Role.REVIEWER), List.of(), PASSWORD);
    }
    for (int i = 0; i < cases; i++) {
      Fixtures.createCase(context, "case " + i);
    }
    context.database().durable().await();
  }

  static TestClient signIn(URI url, int client) {
    Session session =
        new TestClient(url, null)
            .post("/v1/sessions", new SignInRequest("client" + client, PASSWORD))
            .as(Session.class);
    return new TestClient(url, session.token());
  }

  int acknowledged() {
    return acknowledged.get();
  }

  boolean done() {
    return acknowledged.get() >= target;
  }

  void stop() {
    stopped = true;
  }

  List<Promise> promises() {
    return List.copyOf(promises);
  }

  /** Works as one client until enough was acknowledged. */
  void run(int client, TestClient http, long seed) {
    Random random = new Random(seed);
    while (!stopped && !done()) {
      try {
        CasePage page = http.get("/v1/cases?state=WAITING&limit=20").as(CasePage.class);
        if (page.cases().isEmpty()) {
          return;
        }
        CaseSummary chosen = page.cases().get(random.nextInt(page.cases().size()));
        openAndDecide(client, http, chosen.id(), random);
      } catch (UncheckedIOException down) {
        pause();
      } catch (AssertionError problem) {
        if (!String.valueOf(problem.getMessage()).contains("status 503")) {
          surprises.add(problem.getMessage());
        }
        pause();
      }
    }
  }

  private void openAndDecide(int client, TestClient http, UUID caseId, Random random) {
    Answer answer = http.post("/v1/cases/" + caseId + "/open");
    if (answer.status() == 409) {
      return;
    }
    OpenedCase opened = answer.as(OpenedCase.class);
    Integer other = openedBy.putIfAbsent(caseId, client);
    if (other != null && other != client) {
      surprises.add("case " + caseId + " was leased to " + other + " and to " + client);
    }
    DecisionAction action = random.nextBoolean() ? DecisionAction.REMOVE : DecisionAction.ALLOW;
    DecisionRequest request = Fixtures.decide(opened, action);
    while (!stopped) {
      try {
        Answer sent = http.post("/v1/decisions", new DecisionBatch(List.of(request)));
        if (sent.status() == 200) {
          note(client, request, sent.as(DecisionResults.class).results().getFirst());
          return;
        }
      } catch (UncheckedIOException down) {
        // Sent again with the same id below.
      }
      pause();
    }
  }

  private void note(int client, DecisionRequest request, DecisionResult result) {
    if (result.outcome() != DecisionOutcome.ACCEPTED) {
      surprises.add("decision " + request.id() + " got " + result);
      return;
    }
    promises.add(new Promise(request.id(), request.caseId(), client, request.action()));
    acknowledged.incrementAndGet();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The promises that a database does not hold. */
  List<Promise> broken(Database database) {
    List<Promise> broken = new ArrayList<>();
    for (Promise promise : promises) {
      int found =
          database.read(
              handle ->
                  handle
                      .createQuery(
                          """
                          select count(*) from decision d
                          join review_case c on c.id = d.case_id
                          join item i on i.id = d.item_id
                          where d.id = :id and c.id = :case and c.state = 'DECIDED'
                            and d.action = :action and i.visibility = d.visibility_after
                          """)
                      .bind("id", promise.decision())
                      .bind("case", promise.caseId())
                      .bind("action", promise.action().name())
                      .mapTo(Integer.class)
                      .one());
      if (found != 1) {
        broken.add(promise);
      }
    }
    return broken;
  }

  /** What a database knows of a promise, to tell a lost decision from one that was undone. */
  private static String account(Database database, Promise promise) {
    return promise
        + " known as "
        + database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        select c.state as case_state, c.version as case_version, i.visibility,
                          d.action, d.visibility_after, a.outcome
                        from review_case c
                        join item i on i.id = c.item_id
                        left join decision d on d.case_id = c.id
                        left join decision_answer a on a.id = d.id
                        where c.id = :case
                        """)
                    .bind("case", promise.caseId())
                    .mapToMap()
                    .list());
  }

  /** Every promise kept once, nothing twice, nobody surprised, the books in agreement. */
  void verify(Database database) {
    assertThat(surprises).isEmpty();
    assertThat(broken(database).stream().map(promise -> account(database, promise)).toList())
        .isEmpty();
    assertThat(count(database, "select count(*) from decision where not by_machine"))
        .as("a decision for each decided case, and no second one")
        .isEqualTo(count(database, "select count(distinct case_id) from decision"))
        .isEqualTo(count(database, "select count(*) from review_case where state = 'DECIDED'"))
        .isEqualTo(
            count(database, "select count(*) from audit_entry where action = 'decision.made'"))
        .isEqualTo(count(database, "select count(*) from change where kind = 'CASE_DECIDED'"))
        .isEqualTo(
            count(database, "select count(*) from decision_answer where outcome = 'ACCEPTED'"))
        .isGreaterThanOrEqualTo(promises.size());
    assertThat(
            count(
                database,
                "select count(*) from review_case c where is_open and exists"
                    + " (select 1 from decision d where d.case_id = c.id)"))
        .isZero();
  }

  static long count(Database database, String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
