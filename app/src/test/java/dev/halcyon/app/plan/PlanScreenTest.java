package dev.halcyon.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class PlanScreenTest {
  private final Words words = Words.in(Locale.ENGLISH);
  private final PlanViewModel model = new PlanViewModel(Direct.background(), words);
  private final PlanScreen screen =
      new PlanScreen(new Kit(words, new Now(Clock.systemUTC())), model);

  private Parent show() {
    Scene scene = new Scene((Parent) screen.node(), 1400, 900);
    screen.shown();
    lay(scene);
    return scene.getRoot();
  }

  private static void lay(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
  }

  private static List<String> texts(Parent root) {
    return root.lookupAll(".label").stream().map(label -> ((Labeled) label).getText()).toList();
  }

  private static TextField field(Parent root, String name) {
    return root.lookupAll(".text-field").stream()
        .map(TextField.class::cast)
        .filter(each -> name.equals(each.getAccessibleText()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void inputsChartAndWhatDecidesStandThereAndTheWordsSayWhatTheBarsDo() {
    Parent root = show();
    assertThat(root.lookupAll(".plan-chart")).hasSize(2);
    assertThat(root.lookupAll(".plan-chart"))
        .allSatisfy(chart -> assertThat(((Parent) chart).getChildrenUnmodifiable()).hasSize(24));
    assertThat(texts(root))
        .contains("What is expected", "People needed", "What decides it")
        .anyMatch(said -> said.startsWith("P0: "))
        .anyMatch(said -> said.startsWith("00:00 to "));
  }

  @Test
  void theKeyboardReachesEveryFieldByNameAndEnterPlansAnew() {
    Parent root = show();
    assertThat(root.lookupAll(".text-field"))
        .hasSize(PlanField.values().length)
        .allSatisfy(
            field -> {
              assertThat(field.isFocusTraversable()).isTrue();
              assertThat(field.getAccessibleText()).isNotBlank();
            });
    TextField languages = field(root, "Languages of the cases, %");
    languages.setText("es 100");
    languages.getOnAction().handle(new javafx.event.ActionEvent());
    lay(root.getScene());
    assertThat(root.lookupAll(".plan-chart")).hasSize(1);
    assertThat(texts(root)).anyMatch(said -> said.startsWith("Spanish: "));
  }

  @Test
  void anotherDayPlansAtOnceAndAProblemIsShownWhereItIsSeen() {
    Parent root = show();
    List<String> before = texts(root);
    ((RadioButton) root.lookupAll(".radio-button").toArray()[0]).fire();
    lay(root.getScene());
    assertThat(texts(root)).isNotEqualTo(before);
    field(root, "P2: Seconds for one").setText("");
    screen.commands().getFirst().fire();
    lay(root.getScene());
    assertThat(root.lookup(".problem").isVisible()).isTrue();
    assertThat(texts(root)).contains("The field \"P2: Seconds for one\" does not hold a number.");
  }

  @Test
  void aHiddenScreenFollowsNothingAnyMore() {
    Parent root = show();
    screen.hidden();
    model.type(PlanField.LANGUAGES, "es 100");
    model.make();
    lay(root.getScene());
    assertThat(texts(root)).noneMatch(said -> said.startsWith("Spanish: "));
  }
}
