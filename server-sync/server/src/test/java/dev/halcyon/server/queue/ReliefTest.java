package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Take me off this": the case and its like go to others, and nobody else learns of it. */
@OnBothDatabases
class ReliefTest {
  @TempDir Path directory;
  private HalcyonServer server;
  private ServerContext context;
  private TestClient ana;
  private TestClient ben;
  private CaseSummary hate;
  private CaseSummary like;
  private CaseSummary other;

  @BeforeEach
  void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    ana = client("ana2", Role.REVIEWER);
    ben = client("ben2", Role.REVIEWER);
    hate = Fixtures.createCase(context, Fixtures.item("first"), Category.HATE, 0.7);
    like = Fixtures.createCase(context, Fixtures.item("second"), Category.HATE, 0.7);
    other = Fixtures.createCase(context, Fixtures.item("third"), Category.SPAM, 0.7);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private TestClient client(String name, Role role) {
    return TestClient.signedIn(
        server.url(), context.accounts().ensure(name, name, Set.of(role), List.of(), null));
  }

  private static List<UUID> listed(TestClient client) {
    return client.get("/v1/cases?state=WAITING&limit=500").as(CasePage.class).cases().stream()
        .map(CaseSummary::id)
        .toList();
  }

  private static LeaseRequest open(TestClient client, CaseSummary of) {
    OpenedCase opened = client.post("/v1/cases/" + of.id() + "/open").as(OpenedCase.class);
    return new LeaseRequest(opened.lease().token());
  }

  private static Relief takeOff(TestClient client, CaseSummary of) {
    return client.post("/v1/cases/" + of.id() + "/relief", open(client, of)).as(Relief.class);
  }

  @Test
  void theCaseAndItsLikeGoToOthers() {
    Relief relief = takeOff(ana, hate);
    assertThat(relief.category()).isEqualTo(Category.HATE);
    assertThat(relief.endsAt()).isAfter(context.clock().instant());
    assertThat(listed(ana)).contains(other.id()).doesNotContain(hate.id(), like.id());
    assertThat(listed(ben)).contains(hate.id(), like.id(), other.id());
    assertThat(ana.post("/v1/next-case").as(NextCase.class).opened().lease().caseId())
        .isEqualTo(other.id());
    assertThat(ana.post("/v1/next-case").status()).isEqualTo(204);
    assertThat(open(ben, hate).token()).isPositive();
  }

  @Test
  void refusesToHandItOutByNameAndSaysWhy() {
    takeOff(ana, hate);
    Answer refused = ana.post("/v1/cases/" + like.id() + "/open");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem().code()).isEqualTo("case.relief");
  }

  @Test
  void onlyTheHolderOfTheClaimIsTakenOff() {
    LeaseRequest token = open(ben, hate);
    assertThat(ana.post("/v1/cases/" + hate.id() + "/relief", token).problem().code())
        .isEqualTo("lease.lost");
    assertThat(listed(ana)).contains(like.id());
  }

  @Test
  void thePersonSeesItAndEndsIt() {
    takeOff(ana, hate);
    assertThat(ana.get("/v1/relief").as(new TypeReference<List<Relief>>() {}))
        .extracting(Relief::category)
        .containsExactly(Category.HATE);
    assertThat(ben.get("/v1/relief").as(new TypeReference<List<Relief>>() {})).isEmpty();
    assertThat(ana.call("DELETE", "/v1/relief", BodyPublishers.noBody()).status()).isEqualTo(204);
    assertThat(listed(ana)).contains(hate.id(), like.id());
  }

  @Test
  void survivesARestart() {
    takeOff(ana, hate);
    stopServer();
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    ana = client("ana2", Role.REVIEWER);
    assertThat(listed(ana)).contains(other.id()).doesNotContain(hate.id(), like.id());
  }

  @Test
  void neitherLeadNorAuditLogLearnsOfIt() {
    takeOff(ana, hate);
    TestClient lead = client("lea", Role.LEAD);
    assertThat(listed(lead)).contains(hate.id(), like.id());
    assertThat(lead.get("/v1/relief").status()).isEqualTo(403);
    List<String> actions =
        context
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select action from audit_entry where subject = :case")
                        .bind("case", hate.id().toString())
                        .mapTo(String.class)
                        .list());
    assertThat(actions).contains("case.released").noneMatch(each -> each.contains("relief"));
  }
}
