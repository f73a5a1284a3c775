package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.RoutingRule;
import dev.halcyon.protocol.StaffChange;
import dev.halcyon.protocol.StaffMember;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases go to whom they are for, over HTTP. */
@OnBothDatabases
class RoutingTest {
  @TempDir Path directory;
  private HalcyonServer server;
  private ServerContext context;
  private TestClient lead;

  @BeforeEach
  void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    context.policies().add(policy());
    context.policies().publish("system", 1001);
    lead = client("lea", Role.LEAD);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** Orders of authorities go to people who know the law; the German queue to who reads German. */
  private static ResolvedPolicy policy() {
    ResolvedPolicy base = Fixtures.policy(1001);
    List<QueueSpec> queues = new ArrayList<>(base.queues());
    queues.addFirst(
        new QueueSpec(
            "orders",
            "Orders",
            List.of(Category.COPYRIGHT),
            List.of(),
            List.of(),
            List.of(),
            false,
            List.of("law")));
    return new ResolvedPolicy(
        base.ref(),
        base.title(),
        base.categories(),
        base.rules(),
        base.stages(),
        queues,
        base.sla(),
        base.reviewHides(),
        base.unsupportedLanguage(),
        base.clocks(),
        base.judge(),
        base.banks(),
        base.retention(),
        base.clusters(),
        List.of(
            new RoutingRule(
                "orders",
                "Orders of authorities",
                "orders",
                List.of(),
                List.of(),
                List.of("US"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(ReportSource.AUTHORITY))));
  }

  @Test
  void aRuleOfThePolicyRoutesAndSaysSo() {
    CaseSummary order = order("an order");
    assertThat(order.queue()).isEqualTo("orders");
    assertThat(order.why()).contains(new QueueReason(ReasonKind.ROUTED, "Orders of authorities"));
    CaseSummary other = Fixtures.createCase(context, "no order");
    assertThat(other.queue()).isEqualTo("general");
  }

  @Test
  void onlyWhoHasTheSkillIsHandedTheCaseAndALeadGivesIt() {
    TestClient ana = client("ana2", Role.REVIEWER);
    TestClient law = client("law", Role.REVIEWER);
    change("law", new StaffChange(null, List.of("law")));
    CaseSummary order = order("an order");
    assertThat(listed(ana)).doesNotContain(order.id());
    assertThat(listed(law)).contains(order.id());
    assertThat(listed(lead)).as("leads see all").contains(order.id());
    Answer refused = ana.post("/v1/cases/" + order.id() + "/open");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem().code()).isEqualTo("case.skill");
    assertThat(refused.problem().message()).contains("law");
    assertThat(law.post("/v1/cases/" + order.id() + "/open").status()).isEqualTo(200);
    change("ana2", new StaffChange(null, List.of("law", "medical")));
    assertThat(listed(ana, "IN_REVIEW")).contains(order.id());
  }

  @Test
  void whoWorksOnACaseKeepsItWhateverALeadChanges() {
    TestClient law = client("law", Role.REVIEWER);
    client("jus", Role.REVIEWER);
    change("law", new StaffChange(null, List.of("law")));
    change("jus", new StaffChange(null, List.of("law")));
    CaseSummary order = order("an order");
    OpenedCase opened = law.post("/v1/cases/" + order.id() + "/open").as(OpenedCase.class);
    change("law", new StaffChange(null, List.of()));
    assertThat(law.post("/v1/cases/" + order.id() + "/open").status()).isEqualTo(200);
    LeaseRequest token = new LeaseRequest(opened.lease().token());
    assertThat(law.post("/v1/cases/" + order.id() + "/heartbeat", token).as(Lease.class).token())
        .isEqualTo(opened.lease().token());
    law.post("/v1/cases/" + order.id() + "/release", token);
    assertThat(law.post("/v1/cases/" + order.id() + "/open").problem().code())
        .isEqualTo("case.skill");
  }

  @Test
  void aLanguageOrSkillThatNobodyHasIsOpenToAll() {
    TestClient ana = client("ana2", Role.REVIEWER);
    change("ana2", new StaffChange(List.of("en"), List.of()));
    everybodyElse(new StaffChange(List.of("en"), List.of()));
    CaseSummary order = order("an order");
    CaseSummary german =
        Fixtures.createCase(
            context, Fixtures.item("Guten Tag", "de", 10, Instant.now()), Category.HATE, 0.7);
    assertThat(german.queue()).isEqualTo("german");
    assertThat(listed(ana)).contains(order.id(), german.id());
    NextCase next = next(ana, "german");
    assertThat(next.why()).extracting(QueueReason::kind).contains(ReasonKind.OPEN_TO_ALL);
    // Somebody learns German: the next one is theirs.
    client("dora", Role.REVIEWER);
    change("dora", new StaffChange(List.of("de"), null));
    CaseSummary second =
        Fixtures.createCase(
            context, Fixtures.item("Noch was", "de", 10, Instant.now()), Category.HATE, 0.7);
    assertThat(listed(ana)).doesNotContain(second.id());
  }

  @Test
  void whatIsCriticalComesBeforeTheQueueThatWasAskedFor() {
    TestClient ana = client("ana2", Role.REVIEWER);
    CaseSummary hate = Fixtures.createCase(context, "of the queue");
    CaseSummary critical =
        Fixtures.createCase(context, Fixtures.item("a threat"), Category.VIOLENCE, 0.9);
    NextCase first = next(ana, "general");
    assertThat(first.opened().lease().caseId()).isEqualTo(critical.id());
    assertThat(first.why().getFirst()).isEqualTo(new QueueReason(ReasonKind.PREEMPTS, "general"));
    NextCase second = next(ana, "general");
    assertThat(second.opened().lease().caseId()).isEqualTo(hate.id());
    assertThat(second.why())
        .extracting(QueueReason::kind)
        .contains(ReasonKind.CATEGORY_PRIORITY)
        .doesNotContain(ReasonKind.PREEMPTS);
    assertThat(ana.post("/v1/next-case?queue=general").status()).isEqualTo(204);
  }

  @Test
  void manyWhoAskAtOnceGetACaseEach() throws Exception {
    int people = 6;
    IntStream.range(0, 2 * people).forEach(i -> Fixtures.createCase(context, "case " + i));
    List<TestClient> clients =
        IntStream.range(0, people).mapToObj(i -> client("many" + i, Role.REVIEWER)).toList();
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<UUID>> calls =
          IntStream.range(0, 2 * people)
              .<Callable<UUID>>mapToObj(
                  i -> () -> next(clients.get(i % people), "general").opened().lease().caseId())
              .toList();
      Set<UUID> given = new HashSet<>();
      for (Future<UUID> each : asking.invokeAll(calls)) {
        assertThat(given.add(each.get())).as("twice").isTrue();
      }
    }
  }

  @Test
  void changesOfPeopleAreInTheAuditLogAndNameNobodyInClear() {
    client("law", Role.REVIEWER);
    change("law", new StaffChange(List.of("de", "en"), List.of("law")));
    TestClient auditor = client("aud2", Role.AUDITOR);
    Eventually.until(
        "the change is in the log",
        () -> auditor.get("/v1/audit/entries?after=0&limit=1000").text().contains("staff.changed"));
    JsonNode entries =
        auditor.get("/v1/audit/entries?after=0&limit=1000").as(new TypeReference<JsonNode>() {});
    assertThat(entries.toString()).doesNotContain("\"law\"");
  }

  @ParameterizedTest
  @CsvSource({"german,staff.language", "de,", "xx,staff.language"})
  void languagesAreChecked(String language, String code) {
    client("law", Role.REVIEWER);
    Answer answer = put("law", new StaffChange(List.of(language), null));
    if (code == null) {
      assertThat(answer.status()).isEqualTo(200);
    } else {
      assertThat(answer.problem().code()).isEqualTo(code);
    }
    assertThat(put("law", new StaffChange(null, List.of("Law,x"))).problem().code())
        .isEqualTo("staff.skill");
    assertThat(
            lead.call("PUT", "/v1/staff/" + UUID.randomUUID(), BodyPublishers.ofString("{}"))
                .problem()
                .code())
        .isEqualTo("staff.unknown");
  }

  private CaseSummary order(String text) {
    return Fixtures.createCase(
        context,
        Fixtures.item(text),
        Category.HATE,
        0.7,
        Fixtures.report(ReportSource.AUTHORITY, Instant.now()));
  }

  private TestClient client(String name, Role role) {
    return TestClient.signedIn(
        server.url(), context.accounts().ensure(name, name, Set.of(role), List.of(), null));
  }

  private List<StaffMember> staff() {
    return lead.get("/v1/staff").as(new TypeReference<List<StaffMember>>() {});
  }

  private Answer put(String name, StaffChange change) {
    UUID id =
        staff().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow().id();
    return lead.call(
        "PUT", "/v1/staff/" + id, BodyPublishers.ofString(dev.halcyon.protocol.Wire.write(change)));
  }

  private void change(String name, StaffChange change) {
    assertThat(put(name, change).status()).isEqualTo(200);
    StaffMember now =
        staff().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    if (change.skills() != null) {
      assertThat(now.skills()).containsExactlyInAnyOrderElementsOf(change.skills());
    }
  }

  private void everybodyElse(StaffChange change) {
    staff().forEach(each -> change(each.name(), change));
  }

  private static List<UUID> listed(TestClient client) {
    return listed(client, "WAITING");
  }

  private static List<UUID> listed(TestClient client, String state) {
    return client.get("/v1/cases?limit=500&state=" + state).as(CasePage.class).cases().stream()
        .map(CaseSummary::id)
        .toList();
  }

  private static NextCase next(TestClient client, String queue) {
    return client.post("/v1/next-case?queue=" + queue).as(NextCase.class);
  }
}
