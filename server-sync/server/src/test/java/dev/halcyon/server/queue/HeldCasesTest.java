package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one person may hold, what ends their say on a case, and what is for somebody else. */
@OnBothDatabases
class HeldCasesTest {
  @TempDir static Path directory;
  private static HalcyonServer server;
  private static ServerContext context;

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    context.policies().add(Fixtures.policy(1001));
    context.policies().publish("system", 1001);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static TestClient signIn(String name) {
    String oneTime =
        context.accounts().ensure(name, "The " + name, Set.of(Role.REVIEWER), List.of(), null);
    return TestClient.signedIn(server.url(), oneTime);
  }

  private static List<UUID> cases(int count) {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(Fixtures.createCase(context, "case " + i).id());
    }
    return made;
  }

  private static Answer open(TestClient client, UUID caseId) {
    return client.post("/v1/cases/" + caseId + "/open");
  }

  private static OpenedCase opened(TestClient client, UUID caseId) {
    return open(client, caseId).as(OpenedCase.class);
  }

  private static DecisionResult decide(TestClient client, DecisionRequest request) {
    return client
        .post("/v1/decisions", new DecisionBatch(List.of(request)))
        .as(DecisionResults.class)
        .results()
        .getFirst();
  }

  private static void expire(UUID caseId) {
    context
        .database()
        .useTransaction(
            handle ->
                handle
                    .createUpdate("update lease set expires = :at where case_id = :id")
                    .bind("at", Instant.now().minusSeconds(1))
                    .bind("id", caseId)
                    .execute());
  }

  @Test
  void aPersonHoldsABoundedNumberOfCasesAtOnce() {
    TestClient collector = signIn("collector");
    List<UUID> made = cases(Leases.MOST_HELD + 1);
    List<OpenedCase> held = new ArrayList<>();
    for (UUID id : made.subList(0, Leases.MOST_HELD)) {
      held.add(opened(collector, id));
    }
    Answer refused = open(collector, made.getLast());
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.problem().code()).isEqualTo("lease.too_many");
    assertThat(refused.problem().message()).contains("" + Leases.MOST_HELD);
    assertThat(refused.problem().remedy()).contains("/release");
    assertThat(opened(collector, made.getFirst()).lease().token())
        .as("what is held may be opened again")
        .isEqualTo(held.getFirst().lease().token());
    assertThat(open(signIn("another"), made.getLast()).status()).isEqualTo(200);
    LeaseRequest first = new LeaseRequest(held.getFirst().lease().token());
    assertThat(collector.post("/v1/cases/" + made.getFirst() + "/release", first).status())
        .isEqualTo(204);
    assertThat(open(collector, cases(1).getFirst()).status()).isEqualTo(200);
  }

  @Test
  void casesOpenedAtTheSameMomentDoNotPassTheBoundTogether() throws Exception {
    TestClient greedy = signIn("greedy");
    List<UUID> made = cases(Leases.MOST_HELD + 12);
    List<Future<Integer>> asked = new ArrayList<>();
    try (ExecutorService abreast = Executors.newFixedThreadPool(8)) {
      made.forEach(id -> asked.add(abreast.submit(() -> open(greedy, id).status())));
    }
    assertThat(asked.stream().filter(each -> status(each) == 200)).hasSize(Leases.MOST_HELD);
    assertThat(asked.stream().filter(each -> status(each) == 429)).hasSize(12);
  }

  private static int status(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClaimThatRanOutIsNotRevivedBeyondTheBound() {
    TestClient hoarder = signIn("hoarder");
    List<UUID> made = cases(Leases.MOST_HELD + 1);
    OpenedCase lapsed = opened(hoarder, made.getFirst());
    expire(made.getFirst());
    made.subList(1, made.size()).forEach(id -> opened(hoarder, id));
    Answer beat =
        hoarder.post(
            "/v1/cases/" + made.getFirst() + "/heartbeat",
            new LeaseRequest(lapsed.lease().token()));
    assertThat(beat.status()).isEqualTo(429);
    assertThat(beat.problem().code()).isEqualTo("lease.too_many");
    assertThat(decide(hoarder, Fixtures.decide(lapsed, DecisionAction.ALLOW)).outcome())
        .as("what was decided under it still counts")
        .isEqualTo(DecisionOutcome.ACCEPTED);
  }

  @Test
  void nothingIsDecidedUnderAClaimThatWasGivenBack() {
    TestClient ana = signIn("ana");
    UUID id = cases(1).getFirst();
    OpenedCase mine = opened(ana, id);
    ana.post("/v1/cases/" + id + "/release", new LeaseRequest(mine.lease().token()));
    DecisionResult late = decide(ana, Fixtures.decide(mine, DecisionAction.REMOVE));
    assertThat(late.outcome()).isEqualTo(DecisionOutcome.CONFLICT);
    assertThat(late.problem()).isNotNull();
    assertThat(late.problem().code()).isEqualTo("lease.stale");
    assertThat(late.problem().message()).contains("gave the case back");
    OpenedCase again = opened(ana, id);
    assertThat(again.lease().token()).isEqualTo(mine.lease().token() + 1);
    assertThat(decide(ana, Fixtures.decide(again, DecisionAction.ALLOW)).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
  }

  @Test
  void aRationaleOfAnotherItemIsNoneThatWasOnScreen() {
    TestClient ana = signIn("ana");
    OpenedCase mine = opened(ana, cases(1).getFirst());
    OpenedCase other = opened(ana, cases(1).getFirst());
    assertThat(mine.detail().rationale()).isNotNull();
    assertThat(other.detail().rationale()).isNotNull();
    for (UUID wrong : List.of(other.detail().rationale().id(), UuidCreator.getTimeOrderedEpoch())) {
      DecisionResult refused = decide(ana, withRationale(mine, wrong));
      assertThat(refused.outcome()).isEqualTo(DecisionOutcome.REJECTED);
      assertThat(refused.problem()).isNotNull();
      assertThat(refused.problem().code()).isEqualTo("decision.rationale");
      assertThat(refused.problem().remedy()).isNotBlank();
    }
    assertThat(decide(ana, withRationale(mine, mine.detail().rationale().id())).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
  }

  private static DecisionRequest withRationale(OpenedCase opened, UUID rationale) {
    DecisionRequest plain = Fixtures.decide(opened, DecisionAction.ALLOW);
    return new DecisionRequest(
        plain.id(),
        plain.caseId(),
        plain.caseVersion(),
        plain.leaseToken(),
        plain.action(),
        plain.restrictions(),
        plain.category(),
        plain.clause(),
        plain.note(),
        rationale,
        plain.decidedAt(),
        plain.handlingMillis());
  }

  @Test
  void whoEscalatedACaseIsNotHandedItAgain() {
    TestClient ana = signIn("ana");
    TestClient ben = signIn("ben");
    UUID id = cases(1).getFirst();
    decide(ana, Fixtures.decide(opened(ana, id), DecisionAction.ESCALATE));
    TestClient anaReturned = signIn("ana");
    for (TestClient client : List.of(ana, anaReturned)) {
      assertThat(waiting(client)).doesNotContain(id);
      Answer refused = open(client, id);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.problem().code()).isEqualTo("case.own_escalation");
      assertThat(refused.problem().remedy()).contains("next case");
    }
    assertThat(waiting(ben)).contains(id);
    OpenedCase theirs = opened(ben, id);
    assertThat(ids(ana, "queue=escalated&state=IN_REVIEW"))
        .as("what becomes of it may be watched")
        .contains(id);
    assertThat(decide(ben, Fixtures.decide(theirs, DecisionAction.REMOVE)).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(ids(ana, "state=" + CaseState.DECIDED)).contains(id);
  }

  private static List<UUID> waiting(TestClient client) {
    return ids(client, "state=WAITING");
  }

  private static List<UUID> ids(TestClient client, String filter) {
    return client.get("/v1/cases?limit=500&" + filter).as(CasePage.class).cases().stream()
        .map(CaseSummary::id)
        .toList();
  }
}
