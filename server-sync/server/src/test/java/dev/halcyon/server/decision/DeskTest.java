package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reviewer's work over real HTTP on a real database: open, decide, and what goes wrong. */
@OnBothDatabases
class DeskTest {
  @TempDir static Path directory;
  private static HalcyonServer server;
  private static ServerContext context;
  private static TestClient ana;
  private static TestClient ben;

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    context.policies().add(Fixtures.policy(1001));
    context.policies().publish("system", 1001);
    ana = signIn("ana");
    ben = signIn("ben");
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

  @Test
  void openingGivesTheLeaseAndTheWholeCase() {
    CaseSummary made = Fixtures.createCase(context, "words to judge");
    OpenedCase opened = open(ana, made.id());
    assertThat(opened.lease().token()).isEqualTo(1);
    assertThat(opened.lease().expiresAt()).isAfter(Instant.now().plusSeconds(100));
    assertThat(opened.lease().heartbeatSeconds()).isLessThan(opened.lease().ttlSeconds() / 2);
    CaseDetail detail = opened.detail();
    assertThat(detail.summary().state()).isEqualTo(CaseState.IN_REVIEW);
    assertThat(detail.summary().holder()).isEqualTo("The ana");
    assertThat(detail.summary().version()).isEqualTo(made.version());
    assertThat(detail.item().text()).isEqualTo("words to judge");
    assertThat(detail.rationale()).isNotNull();
    assertThat(detail.policy().version()).isEqualTo(1001);
  }

  @Test
  void whoSawWhichRationaleIsKept() {
    CaseSummary made = Fixtures.createCase(context, "rationale");
    OpenedCase opened = open(ana, made.id());
    UUID seen =
        context
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select rationale_id from rationale_seen where case_id = :id")
                        .bind("id", made.id())
                        .mapTo(UUID.class)
                        .one());
    assertThat(opened.detail().rationale()).isNotNull();
    assertThat(seen).isEqualTo(opened.detail().rationale().id());
  }

  @Test
  void aCaseThatSomebodyHoldsIsRefusedWithTheirName() {
    CaseSummary made = Fixtures.createCase(context, "held");
    open(ana, made.id());
    Answer refused = ben.post("/v1/cases/" + made.id() + "/open");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem().code()).isEqualTo("lease.held");
    assertThat(refused.problem().message()).contains("The ana");
    assertThat(refused.problem().remedy()).contains("another case");
  }

  @Test
  void openingAgainInTheSameSessionKeepsTheTokenAndInANewOneFencesTheOld() {
    CaseSummary made = Fixtures.createCase(context, "again");
    long first = open(ana, made.id()).lease().token();
    assertThat(open(ana, made.id()).lease().token()).isEqualTo(first);
    TestClient newWindow = signIn("ana");
    OpenedCase taken = open(newWindow, made.id());
    assertThat(taken.lease().token()).isEqualTo(first + 1);
    Answer old = ana.post("/v1/cases/" + made.id() + "/heartbeat", new LeaseRequest(first));
    assertThat(old.status()).isEqualTo(409);
    assertThat(old.problem().code()).isEqualTo("lease.lost");
    assertThat(old.problem().remedy()).contains("Open the case again");
  }

  @Test
  void aReleasedCaseIsFreeAtOnce() {
    CaseSummary made = Fixtures.createCase(context, "released");
    OpenedCase opened = open(ana, made.id());
    Answer released =
        ana.post("/v1/cases/" + made.id() + "/release", new LeaseRequest(opened.lease().token()));
    assertThat(released.status()).isEqualTo(204);
    assertThat(detail(made.id()).summary().state()).isEqualTo(CaseState.WAITING);
    assertThat(detail(made.id()).summary().holder()).isNull();
    assertThat(open(ben, made.id()).lease().token()).isEqualTo(2);
  }

  @Test
  void theHeartbeatMovesTheEndOfTheLease() {
    CaseSummary made = Fixtures.createCase(context, "beat");
    OpenedCase opened = open(ana, made.id());
    setExpiry(made.id(), Instant.now().plusSeconds(5));
    Lease renewed =
        ana.post("/v1/cases/" + made.id() + "/heartbeat", new LeaseRequest(opened.lease().token()))
            .as(Lease.class);
    assertThat(renewed.token()).isEqualTo(opened.lease().token());
    assertThat(renewed.expiresAt()).isAfter(Instant.now().plusSeconds(100));
  }

  @Test
  void claimReturnsToTheQueueWhenTheHeartbeatStops() {
    CaseSummary made = Fixtures.createCase(context, "expired");
    open(ana, made.id());
    setExpiry(made.id(), Instant.now().minusSeconds(1));
    Eventually.until(
        "the case waits again", () -> detail(made.id()).summary().state() == CaseState.WAITING);
    assertThat(open(ben, made.id()).lease().token()).isEqualTo(2);
  }

  @Test
  void aDecisionMovesTheItemAndClosesTheCase() {
    CaseSummary made = Fixtures.createCase(context, "decide me");
    OpenedCase opened = open(ana, made.id());
    DecisionResult result = decide(ana, Fixtures.decide(opened, DecisionAction.REMOVE));
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(result.replayed()).isFalse();
    assertThat(result.visibility()).isEqualTo(Visibility.REMOVED);
    CaseDetail detail = detail(made.id());
    assertThat(detail.summary().state()).isEqualTo(CaseState.DECIDED);
    assertThat(detail.summary().version()).isEqualTo(made.version() + 1);
    assertThat(detail.item().visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(detail.decisions()).hasSize(1);
    assertThat(detail.decisions().getFirst().clause()).isEqualTo("H1");
    assertThat(detail.decisions().getFirst().decidedBy()).isEqualTo("The ana");
    assertThat(detail.decisions().getFirst().policy().version()).isEqualTo(1001);
  }

  @ParameterizedTest
  @EnumSource(
      value = DecisionAction.class,
      names = {"ALLOW", "RESTRICT", "REMOVE", "REMOVE_PERMANENTLY"})
  void everyActionHasItsVisibility(DecisionAction action) {
    CaseSummary made = Fixtures.createCase(context, "action " + action);
    DecisionResult result = decide(ana, Fixtures.decide(open(ana, made.id()), action));
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(result.visibility())
        .isEqualTo(VisibilityMachine.after(Visibility.PENDING, action).orElseThrow());
  }

  @Test
  void aDecidedCaseCannotBeOpenedNorDecidedAgain() {
    CaseSummary made = Fixtures.createCase(context, "done");
    OpenedCase opened = open(ana, made.id());
    decide(ana, Fixtures.decide(opened, DecisionAction.ALLOW));
    Answer again = ben.post("/v1/cases/" + made.id() + "/open");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem().code()).isEqualTo("case.decided");
    DecisionResult late = decide(ana, Fixtures.decide(opened, DecisionAction.REMOVE));
    expectConflict(late, "case.decided", "was decided already");
    assertThat(late.present()).isNotNull();
    assertThat(late.present().state()).isEqualTo(CaseState.DECIDED);
  }

  @Test
  void theSameIdAgainGetsTheFirstAnswer() {
    CaseSummary made = Fixtures.createCase(context, "twice");
    DecisionRequest request = Fixtures.decide(open(ana, made.id()), DecisionAction.RESTRICT);
    DecisionResult first = decide(ana, request);
    DecisionResult second = decide(ana, request);
    assertThat(second.outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(second.replayed()).isTrue();
    assertThat(second.visibility()).isEqualTo(first.visibility());
    assertThat(detail(made.id()).decisions()).hasSize(1);
  }

  @Test
  void theSameIdTwiceInOneBatchIsTakenOnce() {
    CaseSummary made = Fixtures.createCase(context, "batch twice");
    DecisionRequest request = Fixtures.decide(open(ana, made.id()), DecisionAction.ALLOW);
    List<DecisionResult> results = decideAll(ana, List.of(request, request));
    assertThat(results).extracting(DecisionResult::replayed).containsExactly(false, true);
    assertThat(detail(made.id()).decisions()).hasSize(1);
  }

  @Test
  void anIdUsedForAnotherDecisionIsRefused() {
    CaseSummary made = Fixtures.createCase(context, "reused");
    OpenedCase opened = open(ana, made.id());
    DecisionRequest request = Fixtures.decide(opened, DecisionAction.ALLOW);
    decide(ana, request);
    DecisionRequest other =
        Fixtures.decide(
            request.id(),
            made.id(),
            request.caseVersion(),
            request.leaseToken(),
            DecisionAction.REMOVE);
    DecisionResult result = decide(ana, other);
    expectRejected(result, "decision.id_reused", "under this id before");
    expectRejected(decide(ben, request), "decision.id_reused", "under this id before");
  }

  @Test
  void aStaleLeaseIsAConflictWithThePresentState() {
    CaseSummary made = Fixtures.createCase(context, "stale");
    OpenedCase mine = open(ana, made.id());
    setExpiry(made.id(), Instant.now().minusSeconds(1));
    OpenedCase theirs = open(ben, made.id());
    DecisionResult late = decide(ana, Fixtures.decide(mine, DecisionAction.REMOVE));
    expectConflict(late, "lease.stale", "not the newest");
    assertThat(late.present()).isNotNull();
    assertThat(late.present().holder()).isEqualTo("The ben");
    assertThat(decide(ben, Fixtures.decide(theirs, DecisionAction.ALLOW)).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(detail(made.id()).decisions()).hasSize(1);
  }

  @Test
  void aLeaseThatRanOutUnclaimedStillDecidesAndTheRecordSaysSo() {
    CaseSummary made = Fixtures.createCase(context, "late but alone");
    OpenedCase mine = open(ana, made.id());
    setExpiry(made.id(), Instant.now().minusSeconds(1));
    DecisionRequest request = Fixtures.decide(mine, DecisionAction.REMOVE);
    assertThat(decide(ana, request).outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    boolean expired =
        context
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select lease_expired from decision where id = :id")
                        .bind("id", request.id())
                        .mapTo(Boolean.class)
                        .one());
    assertThat(expired).isTrue();
  }

  @Test
  void anotherPersonsTokenDoesNotDecide() {
    CaseSummary made = Fixtures.createCase(context, "borrowed");
    OpenedCase mine = open(ana, made.id());
    expectConflict(
        decide(ben, Fixtures.decide(mine, DecisionAction.REMOVE)), "lease.stale", "never by you");
  }

  @Test
  void anOldCaseVersionIsAConflict() {
    Item item = Fixtures.item("version");
    CaseSummary made = Fixtures.createCase(context, item, Category.SPAM, 0.7);
    OpenedCase opened = open(ana, made.id());
    context
        .database()
        .useTransaction(
            handle -> {
              Fixtures.addReport(
                  handle, item.id(), Fixtures.report(ReportSource.AUTHORITY, Instant.now()));
              context.cases().reported(handle, item, context.policies().current(handle, "US"));
            });
    DecisionResult late = decide(ana, Fixtures.decide(opened, DecisionAction.ALLOW));
    expectConflict(late, "case.changed", "version " + made.version());
    assertThat(late.present()).isNotNull();
    assertThat(late.present().version()).isEqualTo(made.version() + 1);
    assertThat(late.present().priority()).isEqualTo(Priority.P1);
    OpenedCase anew = open(ana, made.id());
    assertThat(decide(ana, Fixtures.decide(anew, DecisionAction.ALLOW)).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
  }

  @Test
  void escalatingSendsTheCaseToTheEscalationQueueForAnybodyThere() {
    CaseSummary made = Fixtures.createCase(context, "escalate");
    DecisionResult result =
        decide(ana, Fixtures.decide(open(ana, made.id()), DecisionAction.ESCALATE));
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    CaseSummary moved = detail(made.id()).summary();
    assertThat(moved.state()).isEqualTo(CaseState.WAITING);
    assertThat(moved.queue()).isEqualTo("escalated");
    assertThat(moved.version()).isEqualTo(made.version() + 1);
    assertThat(moved.why().getFirst().kind()).isEqualTo(ReasonKind.ESCALATED);
    OpenedCase there = open(ben, made.id());
    expectRejected(
        decide(ben, Fixtures.decide(there, DecisionAction.ESCALATE)), "case.escalated", "already");
    assertThat(decide(ben, Fixtures.decide(there, DecisionAction.REMOVE)).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(detail(made.id()).decisions()).hasSize(2);
  }

  @Test
  void incompleteDecisionsAreRejectedAndTheCaseStaysOpen() {
    CaseSummary made = Fixtures.createCase(context, "incomplete");
    OpenedCase opened = open(ana, made.id());
    DecisionRequest whole = Fixtures.decide(opened, DecisionAction.REMOVE);
    expectRejected(
        decide(ana, with(whole, DecisionAction.RESTRICT, List.of(), Category.HATE, "H1")),
        "decision.restrictions",
        "at least one");
    expectRejected(
        decide(ana, with(whole, DecisionAction.ALLOW, List.of(Restriction.LABEL), null, null)),
        "decision.restrictions",
        "takes no restrictions");
    expectRejected(
        decide(ana, with(whole, DecisionAction.REMOVE, List.of(), null, null)),
        "decision.grounds",
        "a category and a clause");
    expectRejected(
        decide(ana, with(whole, DecisionAction.REMOVE, List.of(), Category.HATE, "V1")),
        "decision.clause",
        "no clause V1");
    expectRejected(
        decide(ana, with(whole, DecisionAction.REMOVE, List.of(), Category.WEAPONS, "W1")),
        "decision.clause",
        "no clause W1");
    expectRejected(
        decide(ana, with(whole, DecisionAction.UNKNOWN, List.of(), null, null)),
        "decision.action",
        "no action");
    assertThat(detail(made.id()).summary().state()).isEqualTo(CaseState.IN_REVIEW);
    assertThat(decide(ana, whole).outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
  }

  @Test
  void anUnknownCaseIsRejected() {
    DecisionRequest request =
        Fixtures.decide(
            UuidCreator.getTimeOrderedEpoch(),
            UuidCreator.getTimeOrderedEpoch(),
            1,
            1,
            DecisionAction.ALLOW);
    expectRejected(decide(ana, request), "case.unknown", "no case");
    Answer answer = ana.post("/v1/cases/" + UuidCreator.getTimeOrderedEpoch() + "/open");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem().code()).isEqualTo("case.unknown");
    assertThat(ana.get("/v1/cases/nonsense").problem().code()).isEqualTo("request.id");
  }

  @Test
  void aBatchIsJudgedOneByOneInOrder() {
    CaseSummary one = Fixtures.createCase(context, "one");
    CaseSummary two = Fixtures.createCase(context, "two");
    DecisionRequest good = Fixtures.decide(open(ana, one.id()), DecisionAction.ALLOW);
    DecisionRequest stale =
        Fixtures.decide(UuidCreator.getTimeOrderedEpoch(), two.id(), 1, 99, DecisionAction.ALLOW);
    List<DecisionResult> results = decideAll(ana, List.of(stale, good));
    assertThat(results)
        .extracting(DecisionResult::outcome)
        .containsExactly(DecisionOutcome.CONFLICT, DecisionOutcome.ACCEPTED);
    Answer empty = ana.post("/v1/decisions", new DecisionBatch(List.of()));
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.problem().code()).isEqualTo("decision.batch");
  }

  @Test
  void aQueueIsReadInOrderOfWorkPageByPage() {
    Instant received = Instant.now();
    for (int i = 0; i < 7; i++) {
      Item item = Fixtures.item("paged " + i, "de", 10, received.minusSeconds(i * 60L));
      Fixtures.createCase(context, item, i % 2 == 0 ? Category.SPAM : Category.HATE, 0.6);
    }
    CasePage first = ana.get("/v1/cases?queue=german&limit=4").as(CasePage.class);
    CasePage rest =
        ana.get("/v1/cases?queue=german&limit=4&after=" + first.next()).as(CasePage.class);
    assertThat(first.cases()).hasSize(4);
    assertThat(rest.cases()).hasSize(3);
    assertThat(rest.next()).isNull();
    List<CaseSummary> all = new java.util.ArrayList<>(first.cases());
    all.addAll(rest.cases());
    assertThat(all).extracting(CaseSummary::id).doesNotHaveDuplicates();
    for (int i = 1; i < all.size(); i++) {
      CaseSummary before = all.get(i - 1);
      CaseSummary after = all.get(i);
      assertThat(before.priority()).isLessThanOrEqualTo(after.priority());
      if (before.priority() == after.priority()) {
        assertThat(before.dueAt()).isBeforeOrEqualTo(after.dueAt());
      }
    }
    CasePage hate =
        ana.get("/v1/cases?queue=german&category=hate&priority=P1&language=de&kind=TEXT")
            .as(CasePage.class);
    assertThat(hate.cases()).hasSize(3);
    assertThat(ana.get("/v1/cases?queue=german&kind=VIDEO").as(CasePage.class).cases()).isEmpty();
    Answer bad = ana.get("/v1/cases?priority=P9");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.problem().remedy()).contains("P0");
    assertThat(ana.get("/v1/cases?after=xyz").problem().code()).isEqualTo("request.cursor");
  }

  @Test
  void queuesAreSummedUp() {
    Item item = Fixtures.item("critical", "en", 10, Instant.now());
    CaseSummary made = Fixtures.createCase(context, item, Category.VIOLENCE, 0.8);
    Eventually.until("one critical case waits", () -> critical(queues()).depth() == 1);
    List<QueueSummary> queues = queues();
    assertThat(queues).extracting(QueueSummary::id).startsWith("critical", "german", "general");
    assertThat(critical(queues).nextDue()).isEqualTo(made.dueAt());
    decide(ana, Fixtures.decide(open(ana, made.id()), DecisionAction.ALLOW));
  }

  private static QueueSummary critical(List<QueueSummary> queues) {
    return queues.stream().filter(queue -> queue.id().equals("critical")).findFirst().orElseThrow();
  }

  @Test
  void anAuthorsHistoryStandsBesideTheCase() {
    CaseSummary before = Fixtures.createCase(context, "earlier post");
    decide(ana, Fixtures.decide(open(ana, before.id()), DecisionAction.REMOVE));
    CaseSummary now = Fixtures.createCase(context, "later post");
    CaseDetail detail = detail(now.id());
    assertThat(detail.author().items()).isPositive();
    assertThat(detail.author().strikes()).isPositive();
    assertThat(detail.author().decisions())
        .anySatisfy(past -> assertThat(past.itemId()).isEqualTo(before.itemId()));
    assertThat(detail.decisions()).isEmpty();
  }

  @Test
  void whatTheDatabaseCannotHoldIsRejectedAndSpoilsNoOtherDecisionOfItsBatch() {
    DecisionRequest good =
        Fixtures.decide(open(ana, Fixtures.createCase(context, "fits").id()), DecisionAction.ALLOW);
    CaseSummary made = Fixtures.createCase(context, "fits not");
    DecisionRequest whole = Fixtures.decide(open(ana, made.id()), DecisionAction.ALLOW);
    List<DecisionResult> results =
        decideAll(
            ana,
            List.of(
                good,
                with(
                    whole,
                    DecisionAction.RESTRICT,
                    Collections.nCopies(20, Restriction.LIMIT_INTERACTION),
                    Category.HATE,
                    "H1"),
                noted(whole, "nul \0", whole.decidedAt()),
                noted(whole, "", Instant.MAX),
                noted(whole, "", Instant.MIN)));
    assertThat(results.getFirst().outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    expectRejected(results.get(1), "decision.restrictions", "twice");
    expectRejected(results.get(2), "decision.note", "U+0000");
    expectRejected(results.get(3), "decision.field", "decidedAt");
    expectRejected(results.get(4), "decision.field", "decidedAt");
    assertThat(detail(made.id()).summary().state()).isEqualTo(CaseState.IN_REVIEW);
    assertThat(decide(ana, noted(whole, "fine \ud83d\ude00", whole.decidedAt())).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
  }

  private static DecisionRequest noted(DecisionRequest request, String note, Instant decidedAt) {
    return new DecisionRequest(
        UuidCreator.getTimeOrderedEpoch(),
        request.caseId(),
        request.caseVersion(),
        request.leaseToken(),
        request.action(),
        List.of(),
        null,
        null,
        note,
        null,
        decidedAt,
        0);
  }

  private static DecisionRequest with(
      DecisionRequest request,
      DecisionAction action,
      List<Restriction> restrictions,
      Category category,
      String clause) {
    return new DecisionRequest(
        UuidCreator.getTimeOrderedEpoch(),
        request.caseId(),
        request.caseVersion(),
        request.leaseToken(),
        action,
        restrictions,
        category,
        clause,
        "",
        null,
        request.decidedAt(),
        0);
  }

  private static OpenedCase open(TestClient client, UUID caseId) {
    return client.post("/v1/cases/" + caseId + "/open").as(OpenedCase.class);
  }

  private static CaseDetail detail(UUID caseId) {
    return ben.get("/v1/cases/" + caseId).as(CaseDetail.class);
  }

  private static DecisionResult decide(TestClient client, DecisionRequest request) {
    return decideAll(client, List.of(request)).getFirst();
  }

  private static List<DecisionResult> decideAll(TestClient client, List<DecisionRequest> requests) {
    return client
        .post("/v1/decisions", new DecisionBatch(requests))
        .as(DecisionResults.class)
        .results();
  }

  /** Moves a lease's end by the database, as time would. */
  private static void setExpiry(UUID caseId, Instant expires) {
    context
        .database()
        .useTransaction(
            handle ->
                handle
                    .createUpdate("update lease set expires = :at where case_id = :id")
                    .bind("at", expires)
                    .bind("id", caseId)
                    .execute());
  }

  private static void expectConflict(DecisionResult result, String code, String message) {
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.CONFLICT);
    assertThat(result.problem()).isNotNull();
    assertThat(result.problem().code()).isEqualTo(code);
    assertThat(result.problem().message()).contains(message);
    assertThat(result.problem().remedy()).contains("Open the case again");
  }

  private static void expectRejected(DecisionResult result, String code, String message) {
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.REJECTED);
    assertThat(result.problem()).isNotNull();
    assertThat(result.problem().code()).isEqualTo(code);
    assertThat(result.problem().message()).contains(message);
    assertThat(result.problem().remedy()).isNotBlank();
  }

  private List<QueueSummary> queues() {
    return ana.get("/v1/queues").as(new TypeReference<List<QueueSummary>>() {});
  }
}
