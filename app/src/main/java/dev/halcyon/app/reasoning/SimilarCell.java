package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import java.util.Set;
import java.util.UUID;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/** One item that waits for the same decision, with the box that takes it out. FX thread only. */
final class SimilarCell extends ListCell<SimilarMembers.Row> {
  private final Kit kit;
  private final ArgumentViewModel vm;
  private final CheckBox check = new CheckBox();
  private final TextFlow excerpt = Kit.styled(new TextFlow(), "member-excerpt");
  private final Label apart;
  private final VBox row;
  private final ChangeListener<Set<UUID>> changed = (_, _, now) -> tick(now);

  SimilarCell(Kit kit, ArgumentViewModel vm) {
    this.kit = kit;
    this.vm = vm;
    check.setWrapText(true);
    check.setMinHeight(USE_PREF_SIZE);
    check.setFocusTraversable(false);
    check.setOnAction(
        _ -> {
          if (getItem() != null) {
            vm.except(getItem().itemId(), !check.isSelected());
          }
        });
    apart = kit.say("caption", "similar.apart");
    apart.setWrapText(true);
    apart.setMinHeight(USE_PREF_SIZE);
    row = Kit.styled(new VBox(4, check, excerpt), "member-row");
    setPrefWidth(0);
    // The list owns its cells and the exceptions outlive both: a weak hold lets a cell go.
    vm.exceptions().addListener(new WeakChangeListener<>(changed));
  }

  /** As high as the words are at this width; a cell by itself asks its graphic without one. */
  @Override
  protected double computePrefHeight(double width) {
    double across = width < 0 ? getListView().getWidth() : width;
    return isEmpty()
        ? super.computePrefHeight(width)
        : snappedTopInset()
            + row.prefHeight(across - snappedLeftInset() - snappedRightInset())
            + snappedBottomInset();
  }

  @Override
  protected void updateItem(SimilarMembers.@Nullable Row member, boolean empty) {
    super.updateItem(member, empty);
    setText(null);
    if (empty || member == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    check.setText(member.why());
    check.setDisable(!member.choosable());
    check.setAccessibleText(kit.words().say("similar.access", member.why(), member.words()));
    excerpt.getChildren().clear();
    for (SimilarMembers.Piece piece : member.excerpt()) {
      for (Emoji.Piece part : Emoji.pieces(piece.text())) {
        Text text = new Text(part.text());
        text.getStyleClass().add("item-text");
        if (part.own()) {
          text.getStyleClass().add(Emoji.OWN_FONT);
        }
        if (piece.category() != null) {
          Hue.of(text, piece.category()).getStyleClass().add("member-evidence");
        }
        excerpt.getChildren().add(text);
      }
    }
    setGraphic(row);
    tick(vm.exceptions().getValue());
  }

  private void tick(Set<UUID> exceptions) {
    SimilarMembers.Row member = getItem();
    if (member == null || isEmpty()) {
      return;
    }
    boolean excepted = exceptions.contains(member.itemId());
    check.setSelected(!excepted && member.choosable());
    if (excepted != row.getChildren().contains(apart)) {
      if (excepted) {
        row.getChildren().add(apart);
      } else {
        row.getChildren().remove(apart);
      }
    }
    String said = kit.words().say("similar.access", member.why(), member.words());
    setAccessibleText(excepted ? said + " " + apart.getText() : said);
  }
}
