package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OnFxThread.class)
class RescanTableTest {
  private static final String SHORT = "It is made of the other scores, and some of those differ.";
  private static final String LONG =
      "Another model: 1.0.0 on the server, 1.1.0 here. Another policy: version 1 on the server, 2"
          + " here. Only this machine scored this.";

  private static RescanReport.Row row(String category, String reason) {
    return new RescanReport.Row(
        "Text model", category, "0.10", reason.isEmpty() ? "0.10" : "0.15", reason, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {280, 310, 318, 326, 334, 342, 380})
  void linesStandEquallyFarApartWhateverTheirReasons(int width) {
    RescanTable table =
        new RescanTable(
            new Kit(Words.in(Locale.ENGLISH), new Now(Clock.systemUTC())),
            List.of(
                row("Self-harm", LONG),
                row("Hate", SHORT),
                row("Privacy", ""),
                row("Violence", SHORT),
                row("Spam", "")));
    VBox column = new VBox(table);
    Scene scene = new Scene(column, width, 700);
    Theme.apply(scene, Look.DEFAULT.withAppearance(Look.Appearance.LIGHT));
    column.applyCss();
    column.layout();

    List<Double> within = new ArrayList<>();
    List<Double> between = new ArrayList<>();
    double bottom = 0;
    for (Node node : table.getChildren()) {
      if (GridPane.getColumnIndex(node) != 0) {
        continue;
      }
      Region line = (Region) node;
      assertThat(line.getHeight())
          .as("height of " + line)
          .isEqualTo(line.snapSizeY(line.prefHeight(line.getWidth())));
      (line instanceof Label && line.getStyleClass().contains("rescan-reason") ? within : between)
          .add(line.getLayoutY() - bottom);
      bottom = line.getLayoutY() + line.getHeight();
    }
    assertThat(within).hasSize(3).containsOnly(within.getFirst());
    assertThat(between.subList(1, 6)).containsOnly(between.get(1));
  }
}
