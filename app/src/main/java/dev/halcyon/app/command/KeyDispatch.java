package dev.halcyon.app.command;

import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Hands the keys of a scene to the commands. While a person types, plain keys belong to the text;
 * keys with Ctrl or Alt, function keys and Esc still work. A held key fires once, and is let go
 * when the key rises, the window loses focus or goes away. Used on the JavaFX thread.
 */
public final class KeyDispatch {
  private final Scene scene;
  private final CommandRegistry registry;
  private @Nullable Command held;
  private @Nullable KeyCode heldCode;
  private String spent = "";

  private KeyDispatch(Scene scene, CommandRegistry registry) {
    this.scene = scene;
    this.registry = registry;
  }

  /** Starts to serve a scene for as long as it lives. */
  public static KeyDispatch install(Scene scene, CommandRegistry registry) {
    KeyDispatch dispatch = new KeyDispatch(scene, registry);
    scene.addEventFilter(KeyEvent.KEY_PRESSED, dispatch::pressed);
    scene.addEventFilter(KeyEvent.KEY_TYPED, dispatch::typed);
    scene.addEventFilter(KeyEvent.KEY_RELEASED, dispatch::released);
    ChangeListener<Boolean> leaving =
        (_, _, there) -> {
          if (!there) {
            dispatch.letGo();
          }
        };
    scene
        .windowProperty()
        .subscribe(
            (before, now) -> {
              dispatch.letGo();
              watch(before, leaving, false);
              watch(now, leaving, true);
            });
    watch(scene.getWindow(), leaving, true);
    return dispatch;
  }

  private static void watch(
      @Nullable Window window, ChangeListener<Boolean> listener, boolean start) {
    if (window != null && start) {
      window.focusedProperty().addListener(listener);
      window.showingProperty().addListener(listener);
    } else if (window != null) {
      window.focusedProperty().removeListener(listener);
      window.showingProperty().removeListener(listener);
    }
  }

  private void pressed(KeyEvent event) {
    spent = "";
    if (belongsToText(event)
        || pressesControl(event)
        || OwnKeys.kept(scene.getFocusOwner(), event)) {
      return;
    }
    Command holding = held;
    if (holding != null && event.getCode() == heldCode) {
      event.consume();
      spent = event.getText();
      return;
    }
    Optional<Command> found = registry.find(event);
    if (found.isEmpty()) {
      return;
    }
    Command command = found.get();
    if (!command.enabled().get()) {
      return;
    }
    event.consume();
    spent = event.getText();
    if (command.released().isPresent()) {
      letGo();
      held = command;
      heldCode = event.getCode();
    }
    command.fire();
  }

  private void typed(KeyEvent event) {
    if (!spent.isEmpty() && spent.equalsIgnoreCase(event.getCharacter())) {
      // The character of a key that did its command: a field the command went to must not get it.
      event.consume();
      return;
    }
    if (!belongsToText(event)) {
      registry
          .find(event)
          .filter(command -> command.enabled().get())
          .ifPresent(
              command -> {
                event.consume();
                command.fire();
              });
    }
  }

  private void released(KeyEvent event) {
    if (held != null && event.getCode() == heldCode) {
      event.consume();
      letGo();
    }
  }

  /** Lets go of a held key, as when the screen changes under it. */
  public void letGo() {
    Command command = held;
    held = null;
    heldCode = null;
    if (command != null) {
      command.released().ifPresent(Runnable::run);
    }
  }

  /** Space presses the button that has the keyboard, as everywhere. */
  private boolean pressesControl(KeyEvent event) {
    Node focus = scene.getFocusOwner();
    return event.getCode() == KeyCode.SPACE
        && (focus instanceof ButtonBase || focus instanceof ComboBoxBase<?>);
  }

  private boolean belongsToText(KeyEvent event) {
    Node focus = scene.getFocusOwner();
    boolean typing =
        (focus instanceof TextInputControl text && text.isEditable())
            || (focus instanceof ComboBoxBase<?> combo && combo.isShowing());
    if (!typing) {
      return false;
    }
    boolean modified = event.isShortcutDown() || event.isAltDown() || event.isMetaDown();
    boolean escape = event.getCode() == KeyCode.ESCAPE;
    return !modified && !escape && !event.getCode().isFunctionKey();
  }
}
