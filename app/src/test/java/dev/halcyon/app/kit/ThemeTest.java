package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import javafx.application.Application;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class ThemeTest {
  @Test
  void popupsBeginWithTheSameBaseAsTheirWindow() {
    Stage stage = OnFxThread.show(new StackPane(), 200, 200);
    Theme.apply(stage.getScene(), Look.DEFAULT.withAppearance(Look.Appearance.DARK));
    assertThat(Application.getUserAgentStylesheet())
        .isEqualTo(stage.getScene().getUserAgentStylesheet())
        .contains("primer-dark");
    Theme.apply(stage.getScene(), Look.DEFAULT.withAppearance(Look.Appearance.LIGHT));
    assertThat(Application.getUserAgentStylesheet()).contains("primer-light");
    stage.hide();
  }
}
