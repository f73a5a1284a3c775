package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a reviewer's desk asks of the server: queues, cases and their leases. */
@OnBothDatabases
class DeskTest extends DeskFixture {
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

  private List<QueueSummary> queues() {
    return ana.get("/v1/queues").as(new TypeReference<List<QueueSummary>>() {});
  }
}
