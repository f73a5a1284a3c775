package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys of a text case: read, decided by keys, undone, and found in the database. */
class TextCaseJourneyTest {
  private static final int PATIENT_UNDO = 8;

  @TempDir static Path folder;
  private static ServerProcess server;
  private static SampleHarbor harbor;
  private static SyncClient lin;

  @BeforeAll
  static void startServer() {
    server = People.server(folder);
    harbor = new SampleHarbor(server);
    lin = new SyncClient(server.url());
    lin.signInOneTime(server.oneTimeToken("lin"));
  }

  @AfterAll
  static void stopServer() {
    lin.close();
    harbor.close();
    server.close();
  }

  private static List<UUID> textCases(int count) {
    return harbor.texts(count);
  }

  private static Workbench signedIn(String name, int undoSeconds) {
    return Workbench.signedIn(
        folder.resolve(name), undoSeconds, server.url(), People.ANA, People.PASSWORD);
  }

  private static CaseDetail decided(UUID caseId) {
    return Await.value(
        "the decision at the server",
        () ->
            Optional.of(lin.detail(caseId))
                .filter(detail -> detail.summary().state() == CaseState.DECIDED));
  }

  private static List<PastDecision> byPeople(UUID caseId) {
    return lin.detail(caseId).decisions().stream().filter(made -> !made.byMachine()).toList();
  }

  @Test
  void removalByKeysIsInTheDatabaseAndTheNextCaseIsOnTheDesk() {
    UUID caseId = textCases(2).getFirst();
    UUID next;
    CaseDetail before = lin.detail(caseId);
    Rationale rationale = before.rationale();
    Category category;
    Clause clause;
    try (Workbench bench = signedIn("removal", Workbench.QUICK_UNDO)) {
      bench.open(caseId);
      bench.awaitText("the item's words", before.item().text().strip());
      bench.awaitTrue(
          "underlined evidence",
          () ->
              SceneText.nodes(bench.scene().getRoot())
                  .filter(node -> node.getStyleClass().contains("evidence-line"))
                  .anyMatch(node -> node.getBoundsInParent().getWidth() > 0));
      bench.await("the conclusion", () -> bench.styled("conclusion"));
      bench.await(
          "the clause it rests on",
          () -> bench.styled("clause").filter(said -> said.contains(rationale.clause().id())));
      bench.keepPicture("text-case");

      bench.press(KeyCode.C);
      bench.press(hasLater(bench, "decision.category") ? KeyCode.DOWN : KeyCode.UP);
      bench.press(KeyCode.ENTER);
      category = bench.await("a chosen category", () -> chosen(bench, "decision.category"));
      clause = bench.await("a chosen clause", () -> chosen(bench, "decision.clause"));
      assertThat(category).as("another than the machine's").isNotEqualTo(rationale.category());
      bench.press(KeyCode.N);
      bench.type("seen by a person");
      bench.press(KeyCode.ENTER);
      bench.press(KeyCode.X);

      next = Await.value("the next case in review", () -> heldByAna(caseId));
      bench.awaitText("the next case", lin.detail(next).item().text().strip());
      bench.awaitActable();
      assertThat(decided(caseId).item().visibility()).isEqualTo(Visibility.REMOVED);
    }
    assertThat(lin.detail(next).summary().state()).isEqualTo(CaseState.WAITING);

    Stored.check(
        server,
        stored -> {
          Map<String, Object> row = stored.row("select * from decision where case_id = ?", caseId);
          UUID account = (UUID) stored.row("select id from account where name = 'ana'").get("id");
          assertThat(row)
              .containsEntry("account_id", account)
              .containsEntry("by_machine", false)
              .containsEntry("action", "REMOVE")
              .containsEntry("category", category.id())
              .containsEntry("clause", clause.id())
              .hasEntrySatisfying(
                  "note", note -> assertThat(note).asString().startsWith("\u0001sealed:"))
              .containsEntry("policy_version", before.policy().version())
              .containsEntry("rationale_id", rationale.id())
              .containsEntry("visibility_after", "REMOVED");
          assertThat(
                  stored.rows(
                      "select * from rationale_seen where case_id = ? and account_id = ?"
                          + " and rationale_id = ?",
                      caseId,
                      account,
                      rationale.id()))
              .hasSize(1);
          assertThat(stored.row("select visibility from item where id = ?", before.item().id()))
              .containsEntry("visibility", "REMOVED");
          assertThat(
                  stored.row(
                      "select * from audit_entry where action = 'decision.made' and subject = ?"
                          + " and actor = ?",
                      before.item().id().toString(),
                      account.toString()))
              .containsKey("seq");
        });
  }

  private static Optional<UUID> heldByAna(UUID butNot) {
    return lin.cases(CaseFilter.ALL.withState(CaseState.IN_REVIEW)).cases().stream()
        .filter(each -> People.ANA_NAME.equals(each.holder()))
        .map(CaseSummary::id)
        .filter(id -> !id.equals(butNot))
        .findFirst();
  }

  @SuppressWarnings("unchecked")
  private static <T> Optional<T> chosen(Workbench bench, String key) {
    String access = Workbench.WORDS.say(key);
    return bench
        .find(ComboBox.class, each -> access.equals(each.getAccessibleText()))
        .map(each -> (T) each.getValue());
  }

  /** Whether the list has an entry after the chosen one. */
  private static boolean hasLater(Workbench bench, String key) {
    String access = Workbench.WORDS.say(key);
    return bench.fx(
        () ->
            bench
                .find(ComboBox.class, each -> access.equals(each.getAccessibleText()))
                .map(
                    each ->
                        each.getSelectionModel().getSelectedIndex() < each.getItems().size() - 1)
                .orElseThrow());
  }

  private static String note(Workbench bench) {
    String access = Workbench.WORDS.say("decision.note");
    return bench.fx(
        () ->
            bench
                .find(TextField.class, each -> access.equals(each.getAccessibleText()))
                .orElseThrow()
                .getText());
  }

  @Test
  void undoneDecisionLeavesNoTraceAndComesBackWithItsDraftToBeDecidedOnce() {
    UUID caseId = textCases(1).getFirst();
    CaseDetail before = lin.detail(caseId);
    try (Workbench bench = signedIn("undo", PATIENT_UNDO)) {
      bench.open(caseId);
      bench.press(KeyCode.N);
      bench.type("first thoughts");
      bench.press(KeyCode.ENTER);
      bench.press(KeyCode.X);
      bench.awaitText("the undo", Workbench.WORDS.say("past.remove") + " · ");
      bench.awaitNoText("the decided case to leave", "first thoughts");

      bench.press(KeyCode.Z);

      bench.awaitText("the case again", before.item().text().strip());
      bench.awaitActable();
      assertThat(note(bench)).isEqualTo("first thoughts");
      assertThat(byPeople(caseId)).isEmpty();
      assertThat(lin.detail(caseId).summary())
          .returns(CaseState.IN_REVIEW, CaseSummary::state)
          .returns(People.ANA_NAME, CaseSummary::holder);

      bench.press(KeyCode.N);
      bench.type(" and second ones");
      bench.press(KeyCode.ENTER);
      bench.press(KeyCode.A);

      assertThat(decided(caseId).item().visibility()).isEqualTo(Visibility.VISIBLE);
    }
    Stored.check(
        server,
        stored ->
            assertThat(stored.row("select * from decision where case_id = ?", caseId))
                .containsEntry("action", "ALLOW"));
  }

  @Test
  void restrictionByAgeIsKeptWithItsClause() {
    UUID caseId = textCases(1).getFirst();
    try (Workbench bench = signedIn("restrict", Workbench.QUICK_UNDO)) {
      bench.open(caseId);
      bench.press(KeyCode.R);
      bench.awaitText("the question how", Workbench.WORDS.say("decision.how_restrict"));
      bench.press(KeyCode.DIGIT3);

      CaseDetail after = decided(caseId);
      assertThat(after.item().visibility()).isEqualTo(Visibility.RESTRICTED);
      assertThat(byPeople(caseId))
          .singleElement()
          .satisfies(
              made -> {
                assertThat(made.action()).isEqualTo(DecisionAction.RESTRICT);
                assertThat(made.restrictions()).containsExactly(Restriction.AGE_GATE);
                assertThat(made.clause()).isNotBlank();
                assertThat(made.decidedBy()).isEqualTo(People.ANA_NAME);
              });
    }
  }

  @Test
  void escalatedCaseWaitsInTheEscalationQueue() {
    UUID caseId = textCases(1).getFirst();
    UUID item = lin.detail(caseId).item().id();
    try (Workbench bench = signedIn("escalate", Workbench.QUICK_UNDO)) {
      bench.open(caseId);
      bench.press(KeyCode.E);

      QueueSummary escalations =
          lin.queues().stream().filter(QueueSummary::escalation).findFirst().orElseThrow();
      CaseSummary escalated =
          Await.value(
              "the case in the escalation queue",
              () ->
                  lin.cases(CaseFilter.WAITING.withQueue(escalations.id())).cases().stream()
                      .filter(each -> each.itemId().equals(item))
                      .findFirst());
      assertThat(escalated.state()).isEqualTo(CaseState.WAITING);
      assertThat(byPeople(escalated.id()))
          .extracting(PastDecision::action)
          .containsExactly(DecisionAction.ESCALATE);
    }
  }
}
