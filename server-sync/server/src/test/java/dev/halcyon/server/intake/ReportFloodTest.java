package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers who report one item over and over cost so much and no more, and drown nothing. */
@OnBothDatabases
class ReportFloodTest {
  @TempDir Path data;
  private ScriptedServer server;
  private TestClient harbor;
  private ItemSubmission item;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
    item = withReports(0);
    harbor.submit(item);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ItemSubmission withReports(int from) {
    List<ReportSubmission> reports =
        IntStream.range(from, from + Notices.MOST_KEPT)
            .mapToObj(
                n ->
                    new ReportSubmission(
                        ReportSource.USER,
                        "reader-" + n,
                        Category.HATE,
                        "remark",
                        Instant.now().minusSeconds(60)))
            .toList();
    return Submissions.reported("1", "hello", reports);
  }

  private NoticeReceipt report(
      String id, ReportSource source, Category ground, @Nullable String basis) {
    return harbor
        .post(
            "/v1/reports",
            new NoticeSubmission(
                id,
                item.source(),
                item.externalId(),
                source,
                "late-" + id,
                null,
                ground,
                basis,
                "remark",
                Instant.now()))
        .as(NoticeReceipt.class);
  }

  private long count(String what) {
    return server.one("select count(*) from " + what, Long.class);
  }

  private long shown() {
    return server.one("select reports from review_case", Long.class);
  }

  @Test
  void furtherReportsAreConfirmedCountedAndNotKept() {
    assertThat(count("report")).isEqualTo(Notices.MOST_KEPT);
    long entries = count("audit_entry");
    long effects = count("effect");
    for (int i = 0; i < 20; i++) {
      NoticeReceipt receipt = report("n" + i, ReportSource.USER, Category.HATE, null);
      assertThat(receipt.counted()).isTrue();
      assertThat(receipt.reportId()).isNull();
      assertThat(receipt.noticeId()).isEqualTo("n" + i);
      assertThat(receipt.caseId()).isNotNull();
    }
    harbor.submit(withReports(10_000));
    assertThat(count("report")).isEqualTo(Notices.MOST_KEPT);
    assertThat(server.one("select reports from counted_report", Long.class)).isEqualTo(520);
    assertThat(shown()).as("people see how many there are").isEqualTo(1020);
    assertThat(count("audit_entry")).as("that it began is logged, once").isEqualTo(entries + 1);
    assertThat(count("effect")).isEqualTo(effects);
    assertThat(count("review_case")).isEqualTo(1);
    String id = server.one("select cast(id as varchar) from item", String.class);
    assertThat(server.client("lin", Role.LEAD).get("/v1/items/" + id + "/timeline").text())
        .contains("\"report.counted\"")
        .contains("\"reports\":\"520\"");
  }

  @Test
  void whatIsNewOrOfTheLawIsKeptInAnyFlood() {
    assertThat(report("n1", ReportSource.USER, Category.VIOLENCE, null).counted()).isFalse();
    assertThat(report("n2", ReportSource.USER, Category.VIOLENCE, null).counted()).isTrue();
    assertThat(report("n3", ReportSource.USER, Category.HATE, "§ 1").counted()).isFalse();
    assertThat(report("n4", ReportSource.TRUSTED_FLAGGER, Category.HATE, null).counted()).isFalse();
    assertThat(report("n5", ReportSource.AUTHORITY, Category.HATE, null).counted()).isFalse();
    NoticeReceipt order =
        harbor
            .post(
                "/v1/orders",
                new OrderSubmission(
                    "o1",
                    item.source(),
                    item.externalId(),
                    "court",
                    null,
                    Category.HATE,
                    "§ 1",
                    DecisionAction.REMOVE,
                    List.of(),
                    "",
                    Instant.now(),
                    null))
            .as(NoticeReceipt.class);
    assertThat(order.counted()).isFalse();
    assertThat(count("report")).isEqualTo(Notices.MOST_KEPT + 5);
    assertThat(shown()).isEqualTo(Notices.MOST_KEPT + 6);
  }
}
