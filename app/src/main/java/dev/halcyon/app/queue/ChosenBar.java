package dev.halcyon.app.queue;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.WordsAndActs;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** How many cases are chosen and what can be done with them; away while none is. FX thread only. */
final class ChosenBar extends HBox {
  private final Kit kit;
  private final QueueViewModel model;
  private final Label says = new Label();

  /**
   * @param acts what can be done with them
   */
  ChosenBar(Kit kit, QueueViewModel model, List<Command> acts) {
    this.kit = kit;
    this.model = model;
    says.setWrapText(true);
    says.setAccessibleRole(AccessibleRole.TEXT);
    WordsAndActs line = new WordsAndActs(says);
    line.setActs(acts.stream().map(each -> Kit.styled(kit.button(each), "quiet")).toList());
    HBox.setHgrow(line, Priority.ALWAYS);
    Kit.styled(this, "tool-bar-row", "line-below", "chosen-bar");
    getChildren().setAll(line);
    // A box as such keeps room for the buttons below the words too.
    setMinHeight(USE_PREF_SIZE);
    follow();
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(model.list().chosen().changes(), _ -> follow());
    subscriptions.onChange(model.state(), _ -> follow());
  }

  private void follow() {
    int chosen = model.list().chosen().size();
    setVisible(chosen > 0);
    setManaged(chosen > 0);
    boolean partly = model.state().get().more() && chosen == model.cases().size();
    says.setText(kit.words().say(partly ? "queue.chosen_loaded" : "queue.chosen", chosen));
  }
}
