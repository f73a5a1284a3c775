package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.WordsAndActs;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/**
 * One quiet line over every screen: that a break would do good, or comes after this case. It stops
 * nothing. Used on the JavaFX thread.
 */
public final class BreakLine extends HBox {
  public BreakLine(
      Kit kit, BreakViewModel model, BreakCommands commands, Subscriptions subscriptions) {
    getStyleClass().addAll("frame-trouble", "line-below");
    setAlignment(Pos.CENTER_LEFT);
    Label words = kit.label("break-words", "");
    words.setWrapText(true);
    words.setMinHeight(Region.USE_PREF_SIZE);
    words.setAccessibleRole(AccessibleRole.TEXT);
    Button later = kit.button(commands.putOff);
    WordsAndActs line = new WordsAndActs(words, kit.button(commands.begin), later);
    HBox.setHgrow(line, Priority.ALWAYS);
    setMinHeight(Region.USE_PREF_SIZE);
    getChildren().setAll(Kit.styled(Kit.icon(Feather.COFFEE), "trouble-icon"), line);
    subscriptions.watch(
        model.line(),
        said -> {
          words.setText(said);
          setVisible(!said.isEmpty());
          setManaged(!said.isEmpty());
        });
    subscriptions.watch(
        model.canPutOff(),
        can -> {
          later.setText(can ? model.putOffWords() : commands.putOff.name());
          later.setAccessibleText(later.getText());
          later.setVisible(can);
          later.setManaged(can);
          line.requestLayout();
        });
  }
}
