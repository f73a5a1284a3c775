package dev.halcyon.app.kit;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.Keymap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Makes our controls: one call gives a control its text, tooltip, accessible text, icon and key
 * together, all from the words. Shared by every view, used on the JavaFX thread.
 *
 * <p>For a word key {@code k} the bundle holds {@code k} (what it says), optionally {@code k.help}
 * (the tooltip, a sentence) and {@code k.access} (what a screen reader says when the text alone
 * would not do).
 */
public final class Kit {
  private static final Duration TOOLTIP_DELAY = Duration.millis(600);

  private final Words words;
  private final Now now;
  private final TimeWords times;
  private final Keymap keymap;

  /** A kit with the usual keys. */
  public Kit(Words words, Now now) {
    this(words, now, new Keymap());
  }

  /** {@code keymap} holds the keys that the person chose. */
  public Kit(Words words, Now now, Keymap keymap) {
    this.words = words;
    this.now = now;
    this.times = new TimeWords(words, now.zone());
    this.keymap = keymap;
  }

  public Words words() {
    return words;
  }

  public Now now() {
    return now;
  }

  public TimeWords times() {
    return times;
  }

  /** Gives a control its words: text (for what shows text), prompt, tooltip, accessible text. */
  public <T extends Control> T describe(T control, String key, Object... values) {
    String text = words.say(key, values);
    switch (control) {
      case Labeled labeled -> labeled.setText(text);
      case TextInputControl input -> input.setPromptText(text);
      default -> {}
    }
    name(control, key, text, values);
    return control;
  }

  /** Like {@link #describe(Control, String, Object...)}, with the icon before the text. */
  public <T extends Labeled> T describe(T control, Ikon icon, String key, Object... values) {
    describe(control, key, values);
    control.setGraphic(icon(icon));
    return control;
  }

  /** Gives a control that shows only an icon its words; the text becomes tooltip and name. */
  public <T extends Labeled> T describeIcon(T control, Ikon icon, String key, Object... values) {
    String text = words.say(key, values);
    control.setText("");
    control.setGraphic(icon(icon));
    name(control, key, text, values);
    if (control.getTooltip() == null) {
      control.setTooltip(tooltip(text));
    }
    return control;
  }

  private void name(Control control, String key, String text, Object... values) {
    control.setAccessibleText(
        words.find(key + ".access").isPresent() ? words.say(key + ".access", values) : text);
    if (words.find(key + ".help").isPresent()) {
      String help = words.say(key + ".help", values);
      control.setTooltip(tooltip(help));
      control.setAccessibleHelp(help);
    }
  }

  /**
   * Makes a button do a command: name, help with the key, accessible text, the printed key, and
   * enabled exactly when the command is.
   */
  public <T extends ButtonBase> T describe(T button, Command command) {
    button.setText(command.name());
    Tooltip tooltip = tooltip("");
    tooltip.textProperty().bind(inScene(button, helpAndKey(command)));
    button.setTooltip(tooltip);
    button.setAccessibleText(command.accessibleText());
    button.setAccessibleHelp(command.help());
    button.setGraphic(follow(command, keyCap(""), button));
    button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    button.disableProperty().bind(javafx.beans.binding.Bindings.not(command.enabled()));
    button.setOnAction(_ -> command.fire());
    return button;
  }

  /** A command whose name, help and accessible text come from the words of its id. */
  public Command command(
      String id, Optional<KeyCombination> key, Runnable action, ObservableBooleanValue enabled) {
    return command(id, key, action, Optional.empty(), enabled);
  }

  /**
   * A command for a key that is held: {@code pressed} when it goes down, {@code released} after.
   */
  public Command held(
      String id,
      KeyCombination key,
      Runnable pressed,
      Runnable released,
      ObservableBooleanValue enabled) {
    return command(id, Optional.of(key), pressed, Optional.of(released), enabled);
  }

  private Command command(
      String id,
      Optional<KeyCombination> key,
      Runnable action,
      Optional<Runnable> released,
      ObservableBooleanValue enabled) {
    String name = words.say(id);
    String help = words.find(id + ".help").orElse(name);
    String access = words.find(id + ".access").orElse(name);
    return new Command(id, keymap.of(id, key), name, help, access, action, released, enabled);
  }

  /** A button for a command. */
  public Button button(Command command) {
    return describe(new Button(), command);
  }

  /** A button with words of its own. */
  public Button button(String key, Runnable action, Object... values) {
    Button button = describe(new Button(), key, values);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** A label with a style class of the theme: {@code caption}, {@code muted}, {@code title}. */
  public Label label(String styleClass, String text) {
    Label label = new Label(text);
    label.getStyleClass().add(styleClass);
    return label;
  }

  /** A label that follows a value. */
  public Label label(String styleClass, ObservableValue<String> text) {
    Label label = label(styleClass, "");
    label.textProperty().bind(text);
    return label;
  }

  /** A label that says the sentence of a key. */
  public Label say(String styleClass, String key, Object... values) {
    return label(styleClass, words.say(key, values));
  }

  /** An outline icon of the one family, 16 px, coloured like the text beside it. */
  public static FontIcon icon(Ikon icon) {
    FontIcon node = new FontIcon(icon);
    node.getStyleClass().add("icon");
    node.setAccessibleRole(javafx.scene.AccessibleRole.IMAGE_VIEW);
    return node;
  }

  /** A key as it is printed on controls. */
  public static Label keyCap(String keys) {
    Label cap = new Label(keys);
    cap.getStyleClass().add("key-cap");
    cap.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
    return cap;
  }

  /** A command's key as it is printed, now and after the person changed it. */
  public static Label keyCap(Command command) {
    Label cap = keyCap("");
    return follow(command, cap, cap);
  }

  private static Label follow(Command command, Label cap, Node where) {
    cap.textProperty().bind(inScene(where, keys(command)));
    cap.visibleProperty().bind(cap.textProperty().isNotEmpty());
    cap.managedProperty().bind(cap.textProperty().isNotEmpty());
    return cap;
  }

  /**
   * A value as it was, until the node is in a scene, and then as it is: a command outlives the
   * buttons of one case, and would keep a listener of each.
   */
  private static ObservableValue<String> inScene(Node node, ObservableValue<String> value) {
    return value.when(node.sceneProperty().map(Objects::nonNull).orElse(false));
  }

  private static ObservableValue<String> keys(Command command) {
    return command.shortcut().key().map(key -> key.map(Keys::say).orElse(""));
  }

  /** What a command does and, in brackets, its key, now and after the person changed it. */
  public ObservableValue<String> helpAndKey(Command command) {
    return withKey(command.help(), command);
  }

  /** Some words and, in brackets, the key of a command, now and after the person changed it. */
  public ObservableValue<String> withKey(String said, Command command) {
    Words in = words;
    // Holds the words alone: the key may outlive the command's screen.
    return keys(command).map(keys -> keys.isEmpty() ? said : in.say("key.help", said, keys));
  }

  /**
   * Says more about a control when the pointer comes to it; nothing is made before, because a list
   * is redrawn far more often than it is pointed at.
   */
  public static void hover(Control control, Supplier<String> words) {
    control.addEventHandler(
        MouseEvent.MOUSE_ENTERED,
        _ -> {
          String text = words.get();
          Tooltip known = control.getTooltip();
          if (known == null && !text.isEmpty()) {
            control.setTooltip(tooltip(text));
          } else if (known != null) {
            known.setText(text);
          }
        });
  }

  /** A tooltip in our pace and width. */
  public static Tooltip tooltip(String text) {
    Tooltip tooltip = new Tooltip(text);
    tooltip.setShowDelay(TOOLTIP_DELAY);
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(360);
    return tooltip;
  }

  /** Adds style classes and hands the node back, so that a view reads top down. */
  @SafeVarargs
  public static <T extends Node> T styled(T node, String... styleClasses) {
    node.getStyleClass().addAll(styleClasses);
    return node;
  }

  /** Applies to a node and hands it back. */
  public static <T> T with(T node, Consumer<? super T> change) {
    change.accept(node);
    return node;
  }
}
