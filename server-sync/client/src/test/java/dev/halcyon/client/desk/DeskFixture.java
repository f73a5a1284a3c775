package dev.halcyon.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** A reviewer's session on one deterministic thread against a model of the server. */
abstract class DeskFixture {
  static final Duration WINDOW = DeskOptions.DEFAULT.undoWindow();
  static final Duration MOMENT = Duration.ofSeconds(1);
  @TempDir Path folder;
  final TestClock clock = new TestClock();
  final ModelServer server = new ModelServer(clock);
  final ModelServer.Line ana = server.line("Ana");
  final ModelServer.Line lin = server.line("Lin");
  ManualTimers timers = new ManualTimers(clock);
  Diary diary = new Diary();

  Desk desk(DeskOptions options) {
    timers = new ManualTimers(clock);
    diary = new Diary();
    Outbox outbox = Outbox.open(Outbox.fileFor(folder, Samples.ANA), Samples.ANA, clock);
    var desk = new Desk(ana, outbox, options, clock, timers, timers);
    desk.listen(diary);
    desk.start();
    timers.advance(Duration.ZERO);
    return desk;
  }

  Desk desk() {
    return desk(DeskOptions.DEFAULT);
  }

  static DecisionDraft remove(UUID caseId) {
    return remove(caseId, "seen before");
  }

  static DecisionDraft remove(UUID caseId, String note) {
    return new DecisionDraft(caseId, DecisionAction.REMOVE, List.of(), Category.SPAM, "S1", note);
  }

  static List<UUID> ids(List<LoadedCase> cases) {
    return cases.stream().map(LoadedCase::id).toList();
  }

  static void assertCode(Throwable thrown, String code) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
