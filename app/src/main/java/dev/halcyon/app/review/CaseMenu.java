package dev.halcyon.app.review;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import javafx.beans.binding.Bindings;
import javafx.geometry.Side;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/**
 * What else can be done with the case than to decide it, for who does not know the keys: pass it
 * on, give it back, be taken off it. FX thread only.
 */
final class CaseMenu extends MenuButton {
  CaseMenu(Kit kit, ReviewCommands commands) {
    kit.describeIcon(this, Feather.MORE_HORIZONTAL, "review.more");
    getStyleClass().add("case-menu");
    setMinWidth(Region.USE_PREF_SIZE);
    setPopupSide(Side.TOP); // it stands at the bottom of the window
    for (Command command :
        new Command[] {commands.next, commands.release, commands.takeOff, commands.endRelief}) {
      getItems().add(item(command));
    }
  }

  private static MenuItem item(Command command) {
    // No accelerator: the key does the command already, and a person may change it.
    MenuItem item = new MenuItem(command.name());
    command.key().ifPresent(key -> item.setGraphic(Kit.keyCap(Keys.say(key))));
    item.disableProperty().bind(Bindings.not(command.enabled()));
    item.setOnAction(_ -> command.fire());
    return item;
  }
}
