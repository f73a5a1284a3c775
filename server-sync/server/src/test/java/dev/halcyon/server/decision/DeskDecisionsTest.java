package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient.Answer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions over HTTP: what they do, and which are refused. */
@OnBothDatabases
class DeskDecisionsTest extends DeskFixture {
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
              context
                  .cases()
                  .open()
                  .reported(handle, item, context.policies().current(handle, "US"));
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
}
