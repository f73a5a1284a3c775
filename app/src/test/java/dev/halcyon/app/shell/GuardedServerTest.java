package dev.halcyon.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueFilter;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.queue.QueueViewModel;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.ModelServer;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.client.WellnessServer;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.UserProblem;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The window never freezes, because nothing that waits is done on the JavaFX thread. */
@ExtendWith(OnFxThread.class)
class GuardedServerTest {
  private final ModelServer server = new ModelServer();
  private final GuardedServer guarded = new GuardedServer(server);

  @Test
  void everyCallOnTheFxThreadIsRefusedBeforeItReachesTheServer() {
    UUID id = Cases.id(1);
    List<Consumer<ReviewServer>> calls =
        List.of(
            ReviewServer::queues,
            s -> s.cases(CaseFilter.ALL),
            s -> s.detail(id),
            s -> s.open(id),
            ReviewServer::nextCase,
            s -> s.heartbeat(id, 1),
            s -> s.release(id, 1),
            s -> s.takeOff(id, 1),
            ReviewServer::endRelief,
            s -> s.decide(new DecisionBatch(List.of())),
            s -> s.rendition(id, "m", 0),
            s -> s.sound(id, "m"),
            s -> s.changes(0, null));
    assertThat(calls).hasSameSizeAs(ReviewServer.class.getDeclaredMethods());
    for (Consumer<ReviewServer> call : calls) {
      assertThatThrownBy(() -> call.accept(guarded))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("would block the JavaFX thread");
    }
    assertThat(server.asked).isEmpty();
  }

  @Test
  void everyCallAboutOnesOwnTimeIsRefusedOnTheFxThreadToo() {
    List<String> reached = new ArrayList<>();
    WellnessServer model =
        (WellnessServer)
            Proxy.newProxyInstance(
                WellnessServer.class.getClassLoader(),
                new Class<?>[] {WellnessServer.class},
                (proxy, method, arguments) -> {
                  reached.add(method.getName());
                  return null;
                });
    WellnessServer wellness = new GuardedWellness(model);
    List<Consumer<WellnessServer>> calls =
        List.of(
            WellnessServer::own,
            WellnessServer::beginBreak,
            WellnessServer::endBreak,
            s -> s.moveTo(ZoneOffset.UTC),
            s -> s.optOut(Category.HATE),
            s -> s.optIn(Category.HATE),
            WellnessServer::cover);
    assertThat(calls).hasSameSizeAs(WellnessServer.class.getDeclaredMethods());
    for (Consumer<WellnessServer> call : calls) {
      assertThatThrownBy(() -> call.accept(wellness))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("would block the JavaFX thread");
    }
    assertThat(reached).isEmpty();
  }

  @Test
  void theQueueScreenWorksBehindTheGuardAndSoNeverAsksOnTheFxThread() {
    for (int i = 0; i < 300; i++) {
      server.cases.add(Cases.waiting(i, Priority.P2, 60 + i, Category.SPAM, "case " + i));
    }
    List<UserProblem> unexpected = new CopyOnWriteArrayList<>();
    List<Boolean> openedOnFx = new ArrayList<>();
    Words words = Words.in(Locale.ENGLISH);
    try (Background background =
        Background.lanes(
            (title, thrown) -> {
              UserProblem problem = new UserProblem("unexpected", title, "", thrown);
              unexpected.add(problem);
              return problem;
            })) {
      QueueViewModel model =
          new QueueViewModel(
              guarded::cases,
              new DeskWatch(),
              new QueueViewModel.Opening() {
                @Override
                public void open(UUID caseId) {
                  openedOnFx.add(Fx.isFxThread());
                }

                @Override
                public boolean openNext() {
                  openedOnFx.add(Fx.isFxThread());
                  return true;
                }
              },
              () -> {},
              background,
              words,
              Fx::after);
      QueueScreen screen =
          new QueueScreen(
              new Kit(words, new Now(Clock.systemUTC())),
              model,
              new SimpleObjectProperty<>(Look.DEFAULT),
              List.of());
      screen.shown();
      OnFxThread.await("the list", () -> model.cases().size() == 100);
      model.nearEnd();
      OnFxThread.await("the next page", () -> model.cases().size() == 200);
      model.filter(QueueFilter.ANY.withCategory(Category.HATE));
      model.filter(QueueFilter.ANY);
      OnFxThread.await("the list again", () -> model.cases().size() == 100);
      model.openSelected();
      OnFxThread.await("the case to be open", () -> !model.state().get().opening());
      model.openNext();
      OnFxThread.await("the next to be open", () -> openedOnFx.size() == 2);
      screen.hidden();
    }
    assertThat(server.askedOnFxThread).isFalse();
    assertThat(openedOnFx).containsExactly(false, false);
    assertThat(unexpected).isEmpty();
  }
}
