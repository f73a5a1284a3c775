package dev.halcyon.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Surface;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sample accounts can do together, with the real engine and the shipped policy. */
@OnBothDatabases
class SampleAccountsTest {
  @TempDir static Path directory;
  private static HalcyonServer server;
  private static TestClient harbor;
  private static TestClient ana;

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory).withSample(null));
    harbor = TestClient.signedIn(server, "harbor");
    ana = TestClient.signedIn(server, "ana");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ben", "ida"})
  void whatTheSampleReviewerEscalatesAnotherSampleAccountDecides(String other) {
    UUID caseId = caseOf("escalated-to-" + other);
    TestClient second = TestClient.signedIn(server, other);

    assertThat(decide(ana, caseId, DecisionAction.ESCALATE).outcome())
        .isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(ana.post("/v1/cases/" + caseId + "/open").problem().code())
        .isEqualTo("case.own_escalation");
    DecisionResult decided = decide(second, caseId, DecisionAction.ALLOW);

    assertThat(decided.outcome()).as("%s", decided.problem()).isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(decided.present().state()).isEqualTo(CaseState.DECIDED);
  }

  private static DecisionResult decide(TestClient who, UUID caseId, DecisionAction action) {
    OpenedCase opened = who.post("/v1/cases/" + caseId + "/open").as(OpenedCase.class);
    DecisionBatch batch = new DecisionBatch(List.of(Fixtures.decide(opened, action)));
    return who.post("/v1/decisions", batch).as(DecisionResults.class).results().getFirst();
  }

  private static UUID caseOf(String externalId) {
    ItemSubmission item =
        new ItemSubmission(
            "harbor",
            externalId,
            Surface.POST,
            "en",
            "DE",
            new Author("author-" + externalId, "Somebody", 10, false),
            "yo. I w1ll k1ll you, wait and see",
            List.of(),
            List.of(),
            Instant.now().minusSeconds(60),
            100,
            false,
            List.of());
    IntakeAnswer answer =
        harbor.post("/v1/items?deadlineMillis=60000", item).as(IntakeAnswer.class);
    assertThat(answer.caseId()).as("%s", answer).isNotNull();
    return answer.caseId();
  }
}
