package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.shell.PaletteEntry;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.ResolvedPolicy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey of who types a few letters: clauses, queues and cases of a real server are found. */
class FindJourneyTest {
  @TempDir Path folder;

  /** Types into the palette and takes its first entry once that is the one. */
  private static void find(Workbench bench, PaletteEntry.Kind kind, String name) {
    bench.fx(
        () -> {
          Event.fireEvent(
              bench.scene().getRoot(),
              new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.K, false, true, false, false));
          return true;
        });
    bench.type(name);
    bench.awaitTrue(
        name + " before all others",
        () ->
            bench.items(Workbench.WORDS.say("overlay.list")).stream()
                .map(PaletteEntry.class::cast)
                .findFirst()
                .filter(entry -> entry.kind() == kind && entry.name().equals(name))
                .isPresent());
    bench.press(KeyCode.ENTER);
  }

  private static String name(Clause clause) {
    return Workbench.WORDS.say("find.clause", clause.id(), clause.title());
  }

  private static <T> Optional<T> chosen(Workbench bench, String key, Class<T> type) {
    String access = Workbench.WORDS.say(key);
    return bench
        .find(ComboBox.class, each -> access.equals(each.getAccessibleText()))
        .map(each -> type.cast(each.getValue()));
  }

  @Test
  void clausesAreThereAtTheFirstOpeningAndQueuesAndCasesAreTheServers() {
    try (ServerProcess server = People.server(folder);
        SampleHarbor harbor = new SampleHarbor(server);
        SyncClient lin = new SyncClient(server.url())) {
      lin.signInOneTime(server.oneTimeToken("lin"));
      UUID caseId = harbor.texts(3).getFirst();
      CaseSummary wanted = lin.detail(caseId).summary();
      ResolvedPolicy policy = lin.currentPolicy("ZZ");
      Clause ofCase = policy.category(wanted.category()).clauses().getLast();
      try (Workbench bench =
          Workbench.signedIn(
              folder.resolve("workbench"),
              Workbench.QUICK_UNDO,
              server.url(),
              People.ANA,
              People.PASSWORD)) {
        bench.awaitTrue("the cases", () -> !bench.cases().isEmpty());

        find(bench, PaletteEntry.Kind.CLAUSE, name(ofCase));
        bench.awaitTrue("the cases of the clause's category", () -> all(bench, wanted.category()));
        assertThat(bench.fx(bench::cases)).extracting(CaseSummary::id).contains(caseId);

        QueueSummary queue = queueOf(lin, wanted);
        find(bench, PaletteEntry.Kind.QUEUE, queue.title());
        Set<UUID> waiting = waiting(lin, queue);
        bench.awaitTrue(
            "the cases of the queue",
            () ->
                waiting.equals(
                    bench.cases().stream().map(CaseSummary::id).collect(Collectors.toSet())));

        bench.open(caseId);
        Clause other =
            policy.categories().stream()
                .filter(of -> of.category() != wanted.category() && !of.clauses().isEmpty())
                .findFirst()
                .orElseThrow()
                .clauses()
                .getLast();
        find(bench, PaletteEntry.Kind.CLAUSE, name(other));
        bench.awaitTrue(
            "the clause and its category in the decision",
            () ->
                chosen(bench, "decision.clause", Clause.class)
                        .filter(each -> each.id().equals(other.id()))
                        .isPresent()
                    && chosen(bench, "decision.category", Category.class)
                        .equals(Optional.of(other.category())));
      }
    }
  }

  private static boolean all(Workbench bench, Category category) {
    return !bench.cases().isEmpty()
        && bench.cases().stream().allMatch(each -> each.category() == category);
  }

  private static QueueSummary queueOf(SyncClient lin, CaseSummary of) {
    return lin.queues().stream()
        .filter(each -> each.id().equals(of.queue()))
        .findFirst()
        .orElseThrow();
  }

  private static Set<UUID> waiting(SyncClient lin, QueueSummary queue) {
    return lin.cases(CaseFilter.WAITING.withQueue(queue.id())).cases().stream()
        .map(CaseSummary::id)
        .collect(Collectors.toSet());
  }
}
