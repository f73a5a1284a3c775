package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.NoticeOutcome;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.NoticeSummary;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.TimelineEntry;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of readers over HTTP: taken once, confirmed, answered, and shown to leads. */
@OnBothDatabases
class NoticeRoutesTest extends NoticesFixture {
  @Test
  void aReportSentAgainAndAgainAtOnceIsTakenAndConfirmedOnce() throws Exception {
    Item item = allowed();
    NoticeSubmission report = report(item, ReportSource.USER, "r1", Category.HATE);
    List<NoticeReceipt> receipts = new ArrayList<>();
    try (ExecutorService abreast = Executors.newFixedThreadPool(8)) {
      List<Callable<NoticeReceipt>> sends = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        sends.add(() -> send(report));
      }
      for (var sent : abreast.invokeAll(sends)) {
        receipts.add(sent.get());
      }
    }
    assertThat(receipts).filteredOn(receipt -> !receipt.replayed()).hasSize(1);
    assertThat(receipts)
        .extracting(NoticeReceipt::reportId)
        .containsOnly(receipts.getFirst().reportId());
    assertThat(count("select count(*) from report where item_id = '" + item.id() + "'"))
        .isEqualTo(1);
    List<EffectMessage> confirmed = told(item, EffectKind.NOTICE_RECEIVED);
    assertThat(confirmed).hasSize(1);
    NoticeReceipt event = Wire.read(confirmed.getFirst().data().toString(), NoticeReceipt.class);
    assertThat(event.noticeId()).isEqualTo(report.noticeId());
    assertThat(event.contact()).isEqualTo("r1@example.org");
    assertThat(event.reportId()).isEqualTo(receipts.getFirst().reportId());

    Answer other =
        harbor.post(
            "/v1/reports",
            new NoticeSubmission(
                report.noticeId(),
                item.source(),
                item.externalId(),
                ReportSource.USER,
                "r1",
                null,
                Category.SPAM,
                null,
                "",
                report.receivedAt()));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.problem().code()).isEqualTo("notice.conflict");
  }

  @Test
  void aLateReportsCaseCountsFromTheReportAndNotFromTheItem() {
    Item item = allowed();
    NoticeSubmission report = report(item, ReportSource.USER, "r1", Category.HATE);
    NoticeReceipt receipt = send(report);
    CaseSummary made = summary(receipt.caseId());
    assertThat(made.priority()).isEqualTo(Priority.P1);
    assertThat(made.dueAt()).isEqualTo(report.receivedAt().plusSeconds(3600));
    assertThat(made.why()).noneMatch(reason -> reason.kind() == ReasonKind.OVERDUE);
    assertThat(receipt.dueAt()).isEqualTo(made.dueAt());
    assertThat(receipt.visibility()).isEqualTo(Visibility.VISIBLE);

    // Another report does not move it, however late.
    send(report(item, ReportSource.TRUSTED_FLAGGER, "f1", Category.HATE));
    assertThat(summary(receipt.caseId()).dueAt()).isEqualTo(report.receivedAt().plusSeconds(900));
  }

  @Test
  void reportingWhatWaitsAlreadyRaisesItInsteadOfDoublingIt() {
    Item item = Fixtures.item("buy now");
    CaseSummary waiting = Fixtures.createCase(context, item, Category.SPAM, 0.7);
    assertThat(waiting.priority()).isEqualTo(Priority.P2);
    NoticeReceipt first = send(report(item, ReportSource.USER, "r1", Category.SPAM));
    assertThat(first.caseId()).isEqualTo(waiting.id());
    CaseSummary raised = summary(waiting.id());
    assertThat(raised.priority()).isEqualTo(Priority.P1);
    assertThat(raised.dueAt())
        .isCloseTo(item.receivedAt().plusSeconds(3600), within(1, ChronoUnit.MILLIS));
    assertThat(raised.why()).anyMatch(reason -> reason.kind() == ReasonKind.RAISED_BY_REPORT);
    assertThat(raised.version()).isGreaterThan(waiting.version());

    for (String reader : List.of("r2", "r3", "r4")) {
      send(report(item, ReportSource.USER, reader, Category.SPAM));
    }
    assertThat(summary(waiting.id()).priority())
        .as("readers alone make no P0")
        .isEqualTo(Priority.P1);
    assertThat(count("select count(*) from review_case where item_id = '" + item.id() + "'"))
        .isEqualTo(1);
  }

  @Test
  void theSameReaderReportingAgainRaisesNothing() {
    Item item = allowed();
    NoticeReceipt first = send(report(item, ReportSource.USER, "r1", Category.SPAM));
    assertThat(summary(first.caseId()).priority()).isEqualTo(Priority.P2);
    send(report(item, ReportSource.USER, "r1", Category.SPAM));
    assertThat(summary(first.caseId()).priority()).isEqualTo(Priority.P2);
    send(report(item, ReportSource.USER, "r2", Category.SPAM));
    assertThat(summary(first.caseId()).priority()).isEqualTo(Priority.P1);
  }

  @Test
  void everyNotifierIsToldWhatAPersonDecidedAndLaterOnesAtOnce() {
    Item item = allowed();
    NoticeSubmission first = report(item, ReportSource.USER, "r1", Category.HATE);
    NoticeReceipt receipt = send(first);
    send(report(item, ReportSource.USER, "r2", Category.HATE));
    assertThat(outcomes(item)).as("nobody decided yet").isEmpty();
    decide(receipt.caseId(), DecisionAction.RESTRICT);
    List<NoticeOutcome> outcomes = outcomes(item);
    assertThat(outcomes).extracting(NoticeOutcome::reporterId).containsExactly("r1", "r2");
    NoticeOutcome told = outcomes.getFirst();
    assertThat(told.noticeId()).isEqualTo(first.noticeId());
    assertThat(told.visibility()).isEqualTo(Visibility.RESTRICTED);
    assertThat(told.action()).isEqualTo(DecisionAction.RESTRICT);
    assertThat(told.category()).isEqualTo(Category.HATE);
    assertThat(told.clause()).isEqualTo("H1");
    assertThat(told.byMachine()).isFalse();

    // It says nothing new, so nobody looks again and the answer is there (decision 0080).
    NoticeReceipt late = send(report(item, ReportSource.USER, "r3", Category.HATE));
    assertThat(outcomes(item)).extracting(NoticeOutcome::reporterId).contains("r3").hasSize(3);
    assertThat(outcomes(item).getLast().decisionId()).isEqualTo(told.decisionId());
    assertThat(
            count(
                "select count(*) from review_case where is_open and item_id = '" + item.id() + "'"))
        .isZero();
    assertThat(late.visibility()).isEqualTo(Visibility.RESTRICTED);
    assertThat(
            list("/v1/reports?answered=true&source=harbor-social&limit=500").stream()
                .filter(each -> each.itemId().equals(item.id())))
        .hasSize(3)
        .allMatch(each -> told.decisionId().equals(each.decisionId()));
  }

  @Test
  void whoWasToldIsToldAgainWhenTheItemMovesLater() {
    Item item = allowed();
    decide(
        send(report(item, ReportSource.USER, "r1", Category.HATE)).caseId(), DecisionAction.ALLOW);
    assertThat(outcomes(item))
        .extracting(NoticeOutcome::visibility)
        .containsExactly(Visibility.VISIBLE);
    decide(
        send(report(item, ReportSource.USER, "r2", Category.PRIVACY)).caseId(),
        DecisionAction.REMOVE);
    assertThat(outcomes(item).stream().map(each -> each.reporterId() + " " + each.visibility()))
        .containsExactly("r1 VISIBLE", "r1 REMOVED", "r2 REMOVED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "reports ~ \"ground\":\"hate\" ~ \"ground\":\"noise\" ~ ground is no category",
        "reports ~ \"reportedBy\":\"USER\" ~ \"reportedBy\":\"COURT\" ~ reportedBy is no source",
        "reports ~ \"reportedBy\":\"USER\", ~ '' ~ reportedBy is missing",
        "reports ~ \"noticeId\":\"n\" ~ \"noticeId\":\" \" ~ noticeId is empty",
        "reports ~ 2026-03-01T12:00:00Z ~ 2999-03-01T12:00:00Z ~ receivedAt lies in the future",
        "reports ~ 2026-03-01T12:00:00Z ~ 1926-03-01T12:00:00Z ~ receivedAt lies before 1970",
        "reports ~ 2026-03-01T12:00:00Z ~ yesterday ~ receivedAt",
        "orders ~ \"ground\":\"hate\" ~ \"ground\":\"noise\" ~ ground is no category",
        "orders ~ ,\"legalBasis\":\"an act\" ~ '' ~ legalBasis is missing",
        "orders ~ \"requires\":\"REMOVE\" ~ \"requires\":\"ALLOW\" ~ requires is nothing an order",
        "orders ~ \"requires\":\"REMOVE\" ~ \"requires\":\"RESTRICT\" ~ names no way to restrict",
        "orders ~ 2026-03-02T12:00:00Z ~ 2026-03-01T11:00:00Z ~ deadline is not after receivedAt"
      })
  void whatIsWrongIsNamed(String route, String find, String replace, String complaint) {
    String good =
        route.equals("reports")
            ? """
            {"noticeId":"n","source":"harbor-social","externalId":"1","reportedBy":"USER",\
            "reporterId":"r","ground":"hate","receivedAt":"2026-03-01T12:00:00Z"}\
            """
            : """
            {"noticeId":"n","source":"harbor-social","externalId":"1","authority":"agency",\
            "ground":"hate","legalBasis":"an act","requires":"REMOVE",\
            "receivedAt":"2026-03-01T12:00:00Z","deadline":"2026-03-02T12:00:00Z"}\
            """;
    assertThat(good).contains(find);
    Answer answer =
        harbor.call("POST", "/v1/" + route, BodyPublishers.ofString(good.replace(find, replace)));
    assertThat(answer.status()).isEqualTo(400);
    Problem problem = answer.problem();
    assertThat(problem.message()).contains(complaint);
    assertThat(problem.remedy()).isNotBlank();
    Answer unknown = harbor.call("POST", "/v1/" + route, BodyPublishers.ofString(good));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.problem().code()).isEqualTo("item.unknown");
  }

  private static List<NoticeSummary> list(String path) {
    return lin.get(path).as(new TypeReference<>() {});
  }

  @Test
  void leadsSeeWhatIsOwedPageByPageAndTheTimelineShowsEachStep() {
    Item item = allowed();
    NoticeReceipt report = send(report(item, ReportSource.TRUSTED_FLAGGER, "f1", Category.HATE));
    NoticeReceipt order = send(order(item, Category.HATE, DecisionAction.REMOVE));
    NoticeSummary shown =
        list("/v1/reports?reportedBy=TRUSTED_FLAGGER&limit=500").stream()
            .filter(each -> each.reportId().equals(report.reportId()))
            .findFirst()
            .orElseThrow();
    assertThat(shown.caseId()).isEqualTo(report.caseId());
    assertThat(shown.contact()).isEqualTo("f1@example.org");
    assertThat(shown.decisionId()).isNull();
    List<NoticeSummary> owed = new ArrayList<>();
    String after = "";
    for (List<NoticeSummary> page = list("/v1/orders?limit=1");
        !page.isEmpty();
        page = list("/v1/orders?limit=1" + after)) {
      owed.addAll(page);
      after = "&after=" + page.getLast().reportId();
    }
    assertThat(owed)
        .extracting(NoticeSummary::reportId)
        .contains(order.reportId())
        .doesNotHaveDuplicates();
    assertThat(owed).allMatch(NoticeSummary::order);
    assertThat(lin.get("/v1/orders?answered=perhaps").problem().code()).isEqualTo("request.query");
    assertThat(lin.get("/v1/reports?reportedBy=MOB").problem().code()).isEqualTo("request.query");
    assertThat(lin.get("/v1/reports?after=1").problem().code()).isEqualTo("request.query");

    decide(report.caseId(), DecisionAction.REMOVE);
    assertThat(list("/v1/orders?limit=500"))
        .extracting(NoticeSummary::reportId)
        .doesNotContain(order.reportId());
    List<TimelineEntry> timeline =
        lin.get("/v1/items/" + item.id() + "/timeline").as(new TypeReference<>() {});
    assertThat(timeline)
        .extracting(TimelineEntry::what)
        .contains("report.received", "order.received", "report.answered", "order.answered");
    TimelineEntry ordered =
        timeline.stream().filter(each -> each.what().equals("order.received")).findFirst().get();
    assertThat(ordered.details())
        .containsEntry("requires", "REMOVE")
        .containsEntry("legal_basis", "Section 1 of the act")
        .containsEntry("report_id", order.reportId().toString());
    assertThat(timeline.toString()).doesNotContain("f1@example.org").doesNotContain("agency");
  }
}
