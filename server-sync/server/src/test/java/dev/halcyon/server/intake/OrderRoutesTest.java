package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.VisibilityChanged;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.OnBothDatabases;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders of authorities over HTTP: carried out, or put before a person in time. */
@OnBothDatabases
class OrderRoutesTest extends NoticesFixture {
  @Test
  void theClockOfAnOrderThatWasAnsweredDoesNotHurryTheNextCase() {
    Item item = allowed();
    NoticeReceipt ordered = send(order(item, Category.HATE, DecisionAction.REMOVE));
    decide(ordered.caseId(), DecisionAction.ALLOW);
    context
        .database()
        .useTransaction(
            handle ->
                handle.execute(
                    "update report set received_at = ? where item_id = ?",
                    item.receivedAt(),
                    item.id()));
    NoticeSubmission later = report(item, ReportSource.USER, "r1", Category.SPAM);
    CaseSummary made = summary(send(later).caseId());
    assertThat(made.priority()).isEqualTo(Priority.P2);
    assertThat(made.dueAt()).isEqualTo(later.receivedAt().plusSeconds(86_400));
    assertThat(made.why()).noneMatch(reason -> reason.kind() == ReasonKind.STATUTORY_CLOCK);
  }

  @Test
  void anOrderThatThePolicyCarriesOutIsDoneAtReceipt() {
    Item item = allowed();
    OrderSubmission order = order(item, Category.VIOLENCE, DecisionAction.REMOVE);
    NoticeReceipt receipt = send(order);
    assertThat(receipt.order()).isTrue();
    assertThat(receipt.visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(receipt.dueAt()).isBeforeOrEqualTo(order.receivedAt().plusSeconds(3600));
    assertThat(receipt.caseId()).isNull();
    VisibilityChanged moved =
        Wire.read(
            told(item, EffectKind.ITEM_VISIBILITY).getFirst().data().toString(),
            VisibilityChanged.class);
    assertThat(moved.visibility()).isEqualTo(Visibility.REMOVED);
    assertThat(moved.byMachine()).isTrue();
    assertThat(moved.category()).isEqualTo(Category.VIOLENCE);
    assertThat(moved.clause()).isEqualTo("V1");
    assertThat(outcomes(item)).hasSize(1);
    assertThat(outcomes(item).getFirst().order()).isTrue();
    assertThat(outcomes(item).getFirst().decisionId()).isEqualTo(moved.decisionId());

    NoticeReceipt again = send(order);
    assertThat(again.replayed()).isTrue();
    assertThat(count("select count(*) from decision where item_id = '" + item.id() + "'"))
        .as("the machine's ALLOW and the order, once")
        .isEqualTo(2);
  }

  @Test
  void anOrderToRestrictAddsToWhatHoldsAndThePlatformIsTold() {
    Item item = allowed();
    decide(
        send(report(item, ReportSource.USER, "r1", Category.HATE)).caseId(),
        DecisionAction.RESTRICT);
    send(order(item, Category.VIOLENCE, DecisionAction.RESTRICT, Restriction.AGE_GATE));
    VisibilityChanged last =
        Wire.read(
            told(item, EffectKind.ITEM_VISIBILITY).getLast().data().toString(),
            VisibilityChanged.class);
    assertThat(last.visibility()).isEqualTo(Visibility.RESTRICTED);
    assertThat(last.restrictions())
        .containsExactlyInAnyOrder(Restriction.LABEL, Restriction.AGE_GATE);
  }

  @Test
  void anOrderThatAPersonDecidesHurriesThemByTheLawOrByItsOwnDeadline() {
    Item item = allowed();
    OrderSubmission order = order(item, Category.HATE, DecisionAction.REMOVE);
    NoticeReceipt receipt = send(order);
    assertThat(receipt.visibility()).isEqualTo(Visibility.VISIBLE);
    CaseSummary made = summary(receipt.caseId());
    assertThat(made.priority()).isEqualTo(Priority.P0);
    assertThat(made.dueAt()).isEqualTo(order.receivedAt().plusSeconds(900));
    assertThat(receipt.dueAt()).isEqualTo(made.dueAt());
    Report shown =
        ana.get("/v1/cases/" + receipt.caseId()).as(CaseDetail.class).reports().getFirst();
    assertThat(shown.requires()).isEqualTo(DecisionAction.REMOVE);
    assertThat(shown.legalBasis()).isEqualTo("Section 1 of the act");

    OrderSubmission urgent = order(item, Category.SPAM, DecisionAction.REMOVE);
    NoticeReceipt hurried =
        send(
            new OrderSubmission(
                urgent.noticeId(),
                urgent.source(),
                urgent.externalId(),
                "court",
                null,
                null,
                "Decision of the court",
                DecisionAction.REMOVE,
                List.of(),
                "",
                urgent.receivedAt(),
                urgent.receivedAt().plusSeconds(300)));
    assertThat(hurried.dueAt()).isEqualTo(urgent.receivedAt().plusSeconds(300));
    CaseSummary now = summary(receipt.caseId());
    assertThat(now.dueAt()).isEqualTo(hurried.dueAt());
    assertThat(now.why()).anyMatch(reason -> reason.value().equals("Decision of the court"));
    decide(receipt.caseId(), DecisionAction.REMOVE);
    assertThat(outcomes(item)).hasSize(2).allMatch(told -> told.order() && !told.byMachine());
  }
}
