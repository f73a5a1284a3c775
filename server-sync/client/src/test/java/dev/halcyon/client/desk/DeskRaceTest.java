package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Priority;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Desks on their real threads, racing for the same cases. */
class DeskRaceTest {
  private static final int CASES = 120;

  @TempDir Path folder;

  private final ModelServer server = new ModelServer(Clock.systemUTC());

  @Test
  @Timeout(60)
  void fourDesksShareAQueueAndEachCaseIsDecidedOnce() throws Exception {
    Set<UUID> cases = new HashSet<>();
    for (int each = 0; each < CASES; each++) {
      cases.add(server.add(Priority.P1));
    }
    List<Callable<Set<UUID>>> reviewers = new ArrayList<>();
    for (int each = 0; each < 4; each++) {
      String name = "reviewer-" + each;
      reviewers.add(() -> work(name));
    }
    Set<UUID> decided = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Set<UUID>> each : threads.invokeAll(reviewers)) {
        decided.addAll(each.get());
      }
    }
    assertThat(decided).isEqualTo(cases);
    assertThat(server.accepted().stream().map(DecisionRequest::caseId).toList())
        .hasSize(CASES)
        .doesNotHaveDuplicates();
    assertThat(cases).allSatisfy(id -> assertThat(server.state(id)).isEqualTo(CaseState.DECIDED));
  }

  private Set<UUID> work(String name) {
    UUID account = UUID.randomUUID();
    Path file = Outbox.fileFor(folder, account);
    DeskOptions options = DeskOptions.DEFAULT.withUpNext(4).withUndoWindow(Duration.ZERO);
    Set<UUID> mine = new HashSet<>();
    try (Desk desk =
        Desk.on(server.line(name), Outbox.open(file, account, Clock.systemUTC()), options)) {
      desk.start();
      while (true) {
        OpenCase open = desk.current().or(desk::openNext).orElse(null);
        if (open == null) {
          break;
        }
        UUID id = open.loaded().id();
        var draft =
            new DecisionDraft(id, DecisionAction.REMOVE, List.of(), Category.SPAM, "S1", "");
        desk.decide(draft);
        mine.add(id);
      }
    }
    return mine;
  }
}
