package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.queue.QueueRow;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.PriorityCount;
import dev.halcyon.protocol.QueueSummary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys from a closed window to the queues. */
class SignInJourneyTest {
  private static final int CASES = 4;

  @TempDir static Path folder;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() {
    server = People.server(folder);
    try (var harbor = new SampleHarbor(server)) {
      harbor.texts(CASES);
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void passwordOpensTheQueuesWithTheServersCountsAndAWrongOneIsRefusedInWords() {
    Path data = folder.resolve("by-password");
    try (Workbench bench =
            Workbench.start(data, Workbench.QUICK_UNDO, "--server", server.url().toString());
        SyncClient lin = new SyncClient(server.url())) {
      bench.signIn(People.ANA, "not the password");
      bench.awaitText("the refusal", "The account name and password do not fit together.");
      assertThat(bench.shows("Check both; after several wrong tries")).as("the remedy").isTrue();

      bench.signIn(People.ANA, People.PASSWORD);

      lin.signInOneTime(server.oneTimeToken("lin"));
      List<QueueSummary> queues = lin.queues();
      assertThat(queues.stream().mapToInt(QueueSummary::depth).sum()).isEqualTo(CASES);
      bench.awaitText("the frame", Workbench.WORDS.say("frame.synced"));
      bench.awaitTrue(
          "the queues' counts",
          () -> counts(bench).containsAll(queues.stream().map(SignInJourneyTest::count).toList()));
      bench.awaitTrue("the cases", () -> bench.cases().size() == CASES);
      for (QueueSummary queue : queues) {
        bench.awaitText("the queue " + queue.title(), queue.title());
      }
      for (Priority priority : List.of(Priority.P0, Priority.P1, Priority.P2)) {
        int all =
            queues.stream()
                .flatMap(queue -> queue.waiting().stream())
                .filter(count -> count.priority() == priority)
                .mapToInt(PriorityCount::waiting)
                .sum();
        bench.awaitText(
            "the bar's count of " + priority,
            Workbench.WORDS.say(
                "priority.access",
                Workbench.WORDS.say("priority-" + Workbench.WORDS.name(priority).toLowerCase()),
                all));
      }
    }
  }

  private static List<String> counts(Workbench bench) {
    return bench.items(Workbench.WORDS.say("queue.queues")).stream()
        .map(QueueRow.class::cast)
        .map(row -> row.id().orElse("all") + " " + row.depth())
        .toList();
  }

  private static String count(QueueSummary queue) {
    return queue.id() + " " + queue.depth();
  }

  @Test
  void oneTimeTokenGoesStraightToTheQueueAndWorksOnlyOnce() {
    String[] arguments = {"--handshake", server.handshakeFile().toString()};
    Path data = folder.resolve("by-token");
    try (Workbench bench = Workbench.start(data, Workbench.QUICK_UNDO, arguments)) {
      bench.awaitText("the frame", Workbench.WORDS.say("frame.synced"));
      bench.awaitTrue("the cases", () -> bench.cases().size() == CASES);
      assertThat(bench.shows(People.ANA_NAME)).isTrue();
    }

    try (Workbench again = Workbench.start(data, Workbench.QUICK_UNDO, arguments)) {
      again.awaitText("the refusal", "The one-time token is unknown, used already or too old.");
      assertThat(again.shows("Start the workbench again from the launcher, or sign in"))
          .as("the remedy")
          .isTrue();
      again.signIn(People.ANA, People.PASSWORD);
      again.awaitText("the frame after all", Workbench.WORDS.say("frame.synced"));
    }
  }
}
