package dev.halcyon.app.reasoning;

import dev.halcyon.app.command.OwnKeys;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The items that wait for the same decision, those least like it first, each to be taken out of the
 * decision by its box; only the rows in sight are drawn. FX thread only.
 */
final class SimilarPane extends VBox {
  private final ArgumentViewModel vm;
  private final Kit kit;
  private final Label none;
  private final Label choice = new Label();
  private final Label about;
  private final ListView<SimilarMembers.Row> list = new ListView<>();
  private final ProgressBar coming = new ProgressBar();
  private final Button more;
  private final ProblemBanner problem;

  SimilarPane(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    none = wrapped(kit.say("muted", "similar.none"));
    about = wrapped(kit.say("muted", "similar.about"));
    choice.getStyleClass().add("strong");
    wrapped(choice);
    list.getStyleClass().add("member-list");
    list.setAccessibleText(kit.words().say("similar.list"));
    list.setAccessibleHelp(kit.words().say("similar.box.help"));
    list.setCellFactory(_ -> new SimilarCell(kit, vm));
    list.addEventHandler(KeyEvent.KEY_PRESSED, this::tick);
    OwnKeys.keep(list, KeyCode.SPACE, KeyCode.HOME, KeyCode.END);
    VBox.setVgrow(list, Priority.ALWAYS);
    coming.setMaxWidth(Double.MAX_VALUE);
    coming.setAccessibleText(kit.words().say("similar.work"));
    more = kit.button("similar.more_come", vm.similar()::more);
    problem = new ProblemBanner(kit);
    getStyleClass().add("argument-column");
    getChildren().setAll(none, choice, about, list, coming, more);
    getChildren().forEach(each -> each.managedProperty().bind(each.visibleProperty()));
    getChildren().add(problem);
  }

  void attach(Subscriptions subscriptions, ObservableValue<Boolean> shown) {
    WhenShown.draw(subscriptions, vm.similar().state(), shown, this::draw);
    subscriptions.watch(vm.exceptions(), this::count);
    subscriptions.watch(
        vm.said(),
        _ -> {
          if (shown.getValue()) {
            vm.similar().wanted();
          }
        });
    subscriptions.watch(
        shown,
        now -> {
          if (now) {
            vm.similar().wanted();
          }
        });
  }

  private void draw(SimilarViewModel.@Nullable State state) {
    boolean any = state != null && !state.members().rows().isEmpty();
    none.setVisible(state != null && !any && !state.loading());
    choice.setVisible(any);
    about.setVisible(any);
    list.setVisible(any);
    coming.setVisible(state != null && state.loading());
    more.setVisible(any && state.more() && !state.loading() && state.problem().isEmpty());
    if (state == null) {
      list.getItems().clear();
      problem.hide();
      return;
    }
    if (!list.getItems().equals(state.members().rows())) {
      list.getItems().setAll(state.members().rows());
    }
    state
        .problem()
        .ifPresentOrElse(why -> problem.show(why, Optional.of(vm.similar()::more)), problem::hide);
  }

  /** The list, where it shows anything. */
  List<Node> quotes() {
    return list.getItems().isEmpty() ? List.of() : List.of(list);
  }

  private void count(Set<UUID> exceptions) {
    choice.setText(kit.words().say("similar.choice", exceptions.size()));
  }

  /** Space turns the box of the chosen row, as it turns a box that has the keyboard. */
  private void tick(KeyEvent event) {
    SimilarMembers.Row row = list.getSelectionModel().getSelectedItem();
    if (event.getCode() == KeyCode.SPACE && row != null) {
      if (row.choosable()) {
        vm.except(row.itemId(), !vm.exceptions().getValue().contains(row.itemId()));
      }
      event.consume();
    }
  }

  private static Label wrapped(Label label) {
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
