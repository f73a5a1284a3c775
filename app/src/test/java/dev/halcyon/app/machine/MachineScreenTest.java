package dev.halcyon.app.machine;

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
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class MachineScreenTest {
  private final ModelMachine server = new ModelMachine();
  private final Words words = Words.in(Locale.ENGLISH);
  private final MachineViewModel model = new MachineViewModel(server, Direct.background(), words);
  private final MachineScreen screen =
      new MachineScreen(new Kit(words, new Now(Clock.systemUTC())), model);

  private Parent show() {
    Scene scene = new Scene((Parent) screen.node(), 900, 900);
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

  @Test
  void sharesPolicyAndModelsAreThereAndEachShareSaysItsAimToAScreenReader() {
    Parent root = show();
    assertThat(texts(root))
        .contains("Where verdicts are reached", "Below the aim of 70% to 80%.", "Text model 1.1.0");
    assertThat(root.lookupAll(".lines").stream().map(node -> node.getAccessibleText()).toList())
        .contains("People. 22%  ·  440 of 2,000 items. Above the aim of 1% to 5%.");
  }

  @Test
  void theKeyboardReachesSpanAndCountryAndChoosingShowsTheOverlay() {
    Parent root = show();
    assertThat(root.lookupAll(".radio-button"))
        .hasSize(3)
        .allSatisfy(button -> assertThat(button.isFocusTraversable()).isTrue());
    RadioButton week = (RadioButton) root.lookupAll(".radio-button").toArray()[2];
    week.fire();
    assertThat(server.asked).endsWith(MachineViewModel.WEEK);
    @SuppressWarnings("unchecked")
    ComboBox<String> regions = (ComboBox<String>) root.lookup(".combo-box");
    assertThat(regions.getAccessibleText()).isEqualTo("Country");
    regions.setValue("DE");
    lay(root.getScene());
    assertThat(texts(root)).contains("Queue: German law");
  }

  @Test
  void aHiddenScreenFollowsNothingAnyMore() {
    Parent root = show();
    screen.hidden();
    model.region("DE");
    lay(root.getScene());
    assertThat(texts(root)).doesNotContain("Queue: German law");
  }
}
