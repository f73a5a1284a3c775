package dev.halcyon.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server with one policy and two reviewers, over HTTP. */
abstract class DeskFixture {
  @TempDir static Path directory;
  static HalcyonServer server;
  static ServerContext context;
  static TestClient ana;
  static TestClient ben;

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

  static TestClient signIn(String name) {
    String oneTime =
        context.accounts().ensure(name, "The " + name, Set.of(Role.REVIEWER), List.of(), null);
    return TestClient.signedIn(server.url(), oneTime);
  }

  static OpenedCase open(TestClient client, UUID caseId) {
    return client.post("/v1/cases/" + caseId + "/open").as(OpenedCase.class);
  }

  static CaseDetail detail(UUID caseId) {
    return ben.get("/v1/cases/" + caseId).as(CaseDetail.class);
  }

  static DecisionResult decide(TestClient client, DecisionRequest request) {
    return decideAll(client, List.of(request)).getFirst();
  }

  static List<DecisionResult> decideAll(TestClient client, List<DecisionRequest> requests) {
    return client
        .post("/v1/decisions", new DecisionBatch(requests))
        .as(DecisionResults.class)
        .results();
  }

  /** Moves a lease's end by the database, as time would. */
  static void setExpiry(UUID caseId, Instant expires) {
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

  static void expectConflict(DecisionResult result, String code, String message) {
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.CONFLICT);
    assertThat(result.problem()).isNotNull();
    assertThat(result.problem().code()).isEqualTo(code);
    assertThat(result.problem().message()).contains(message);
    assertThat(result.problem().remedy()).contains("Open the case again");
  }

  static void expectRejected(DecisionResult result, String code, String message) {
    assertThat(result.outcome()).isEqualTo(DecisionOutcome.REJECTED);
    assertThat(result.problem()).isNotNull();
    assertThat(result.problem().code()).isEqualTo(code);
    assertThat(result.problem().message()).contains(message);
    assertThat(result.problem().remedy()).isNotBlank();
  }
}
