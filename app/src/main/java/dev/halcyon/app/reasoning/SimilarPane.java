package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * The items that wait for the same decision, those least like it first, each to be taken out of the
 * decision by its box. FX thread only.
 */
final class SimilarPane extends ScrollPane {
  private final ArgumentViewModel vm;
  private final Kit kit;
  private final VBox column = new VBox();
  private final Label choice = new Label();
  private final Map<UUID, Box> boxes = new HashMap<>();

  private record Box(CheckBox check, Label apart) {}

  SimilarPane(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    choice.getStyleClass().add("strong");
    choice.setWrapText(true);
    choice.setMinHeight(USE_PREF_SIZE);
    column.getStyleClass().add("argument-column");
    setContent(column);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().add("argument-page");
  }

  void attach(Subscriptions subscriptions, ObservableValue<Boolean> shown) {
    WhenShown.draw(subscriptions, vm.said(), shown, this::draw);
    subscriptions.watch(vm.exceptions(), this::tick);
  }

  private void draw(ArgumentViewModel.@Nullable Said said) {
    column.getChildren().clear();
    boxes.clear();
    if (said == null) {
      return;
    }
    SimilarMembers similar = said.similar();
    if (similar.rows().isEmpty()) {
      column.getChildren().add(wrapped("muted", kit.words().say("similar.none")));
      return;
    }
    column.getChildren().add(choice);
    column.getChildren().add(wrapped("muted", kit.words().say("similar.about")));
    similar.rows().forEach(row -> column.getChildren().add(row(row)));
    int more = similar.total() - similar.rows().size();
    if (more > 0) {
      column.getChildren().add(wrapped("muted", kit.words().say("similar.more", more)));
    }
    tick(vm.exceptions().getValue());
  }

  private Region row(SimilarMembers.Row row) {
    CheckBox check = new CheckBox(row.why());
    check.setWrapText(true);
    check.setMinHeight(USE_PREF_SIZE);
    check.setDisable(!row.choosable());
    check.setAccessibleText(kit.words().say("similar.access", row.why(), row.words()));
    check.setAccessibleHelp(kit.words().say("similar.box.help"));
    check.setOnAction(_ -> vm.except(row.itemId(), !check.isSelected()));
    TextFlow excerpt = Kit.styled(new TextFlow(), "member-excerpt");
    for (SimilarMembers.Piece piece : row.excerpt()) {
      Text text = new Text(piece.text());
      text.getStyleClass().add("item-text");
      if (piece.category() != null) {
        Hue.of(text, piece.category()).getStyleClass().add("member-evidence");
      }
      excerpt.getChildren().add(text);
    }
    Label apart = wrapped("caption", kit.words().say("similar.apart"));
    apart.managedProperty().bind(apart.visibleProperty());
    boxes.put(row.itemId(), new Box(check, apart));
    return Kit.styled(new VBox(4, check, excerpt, apart), "member-row");
  }

  private void tick(Set<UUID> exceptions) {
    boxes.forEach(
        (id, box) -> {
          boolean excepted = exceptions.contains(id);
          box.check().setSelected(!excepted && !box.check().isDisabled());
          box.apart().setVisible(excepted);
        });
    choice.setText(kit.words().say("similar.choice", exceptions.size()));
  }

  private Label wrapped(String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
