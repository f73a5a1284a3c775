package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueRehearsal;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

/** The first screen laid out where nobody sees it, off the JavaFX thread. */
class RehearsalTest {
  private final Words words = Words.in(Locale.ENGLISH);

  @Test
  void screenIsMadeStyledAndLaidOutOnAnyThread() {
    OnFxThread.startToolkit();
    Scene shown = shown();
    Kit kit = new Kit(words, new Now(Clock.systemDefaultZone()));
    try (Background background = lanes(new CompletableFuture<>())) {
      Parent screen = QueueRehearsal.screen(kit, Look.DEFAULT, background);
      Scene unseen = new Scene(screen, 1000, 800);
      unseen.setUserAgentStylesheet(shown.getUserAgentStylesheet());
      unseen.getStylesheets().setAll(shown.getStylesheets());
      screen.applyCss();
      screen.layout();
      assertThat(Fx.isFxThread()).isFalse();
      ListView<?> cases = list(screen);
      assertThat(cases.getItems()).hasSize(30);
      assertThat(cases.lookupAll(".case-row")).as("rows in sight").hasSizeGreaterThan(5);
      assertThat(cases.lookupAll(".case-excerpt"))
          .as("words with the theme's size")
          .anySatisfy(label -> assertThat(((Label) label).getFont().getSize()).isGreaterThan(10.0));
    }
  }

  @Test
  void rehearsalEndsWithoutAFailureAndLeavesTheWindowsSceneAlone() throws Exception {
    OnFxThread.startToolkit();
    CompletableFuture<UserProblem> failed = new CompletableFuture<>();
    try (Background background = lanes(failed)) {
      Scene shown = shown();
      List<String> before = List.copyOf(shown.getStylesheets());
      Fx.onFx(() -> Rehearsal.begin(shown, words, Look.DEFAULT, background))
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      // The lane has one thread: what is asked of it later is done later.
      CompletableFuture<Boolean> after = new CompletableFuture<>();
      background.compute("after", () -> true).then(after::complete).fail(failed::complete);
      assertThat(after.get(120, TimeUnit.SECONDS)).isTrue();
      assertThat(failed).as("what a failure would have been put into").isNotDone();
      assertThat(shown.getStylesheets()).isEqualTo(before);
    }
  }

  private Background lanes(CompletableFuture<UserProblem> failed) {
    return new Background(
        Executors.newSingleThreadExecutor(),
        Executors.newSingleThreadExecutor(),
        Fx::run,
        (title, thrown) -> {
          UserProblem problem = new UserProblem("unexpected", title, "", thrown);
          failed.complete(problem);
          return problem;
        });
  }

  private static Scene shown() {
    return Fx.onFx(
            () -> {
              Scene scene = new Scene(new StackPane(), 1000, 800);
              Theme.apply(scene, Look.DEFAULT.withAppearance(Look.Appearance.LIGHT));
              return scene;
            })
        .toCompletableFuture()
        .join();
  }

  private ListView<?> list(Parent screen) {
    String name = words.say("queue.cases");
    return screen.lookupAll(".list-view").stream()
        .map(ListView.class::cast)
        .filter(each -> name.equals(each.getAccessibleText()))
        .findFirst()
        .orElseThrow();
  }
}
