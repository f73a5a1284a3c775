package dev.halcyon.app.settings;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferencesModel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Which key does what, and choosing others: a key that another action has is refused with that
 * action's name, one that lists and texts need is refused too. A choice applies at once and is
 * kept. Used on the JavaFX thread.
 */
public final class KeysViewModel {
  /** Keys by which the keyboard moves and writes: without them there is no way round. */
  private static final Set<String> NEEDED =
      Set.of(
          "Tab",
          "Shift+Tab",
          "Enter",
          "Up",
          "Down",
          "Home",
          "End",
          "Page Up",
          "Page Down",
          "Shortcut+A",
          "Shortcut+C",
          "Shortcut+V",
          "Shortcut+X",
          "Shortcut+Z");

  private final CommandRegistry registry;
  private final PreferencesModel preferences;
  private final Words words;
  private final ObservableList<KeyRow> rows = FXCollections.observableArrayList();
  private final ObservableList<KeyRow> rowsView = FXCollections.unmodifiableObservableList(rows);
  private final ReadOnlyObjectWrapper<Optional<String>> asking =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");

  public KeysViewModel(CommandRegistry registry, PreferencesModel preferences, Words words) {
    this.registry = registry;
    this.preferences = preferences;
    this.words = words;
  }

  /** Every action, group by group. */
  public ObservableList<KeyRow> rows() {
    return rowsView;
  }

  /** The id of the action that waits for its new key. */
  public ReadOnlyObjectProperty<Optional<String>> asking() {
    return asking.getReadOnlyProperty();
  }

  /** What came of the last key, in a sentence. */
  public ReadOnlyStringProperty said() {
    return said.getReadOnlyProperty();
  }

  /** Whether any key is not the usual one. */
  public boolean anyChanged() {
    return !preferences.get().keys().isEmpty();
  }

  /** Looks at the actions and their keys again. */
  public void refresh() {
    List<KeyRow> now =
        registry.all().stream()
            .map(this::row)
            .sorted(Comparator.comparingInt(row -> groupOrder(row.group())))
            .toList();
    if (!now.equals(rows)) {
      rows.setAll(now);
    }
  }

  private int groupOrder(String group) {
    List<String> order =
        registry.all().stream().map(command -> groupName(command.group())).distinct().toList();
    return order.indexOf(group);
  }

  private String groupName(String group) {
    return words.say("group." + group);
  }

  private KeyRow row(Command command) {
    return new KeyRow(
        command.id(),
        groupName(command.group()),
        command.name(),
        command.help(),
        Keys.of(command),
        command.shortcut().isChosen());
  }

  /** Waits for the new key of an action. */
  public void ask(String id) {
    asking.set(Optional.of(id));
    said.set(words.say("keys.press", name(id)));
    // Nothing else may answer to the key that is about to come.
    registry.setModal(List.of());
  }

  /** Leaves the key as it is. */
  public void cancel() {
    if (asking.get().isPresent()) {
      stopAsking();
      said.set("");
    }
  }

  private void stopAsking() {
    asking.set(Optional.empty());
    registry.clearModal();
  }

  /** The key that came, as the keymap writes it: takes it, or says why not and waits on. */
  public void press(String kept) {
    Optional<String> waiting = asking.get();
    if (waiting.isEmpty()) {
      return;
    }
    String id = waiting.get();
    Optional<Command> holder = registry.holder(kept, id);
    if (NEEDED.contains(kept)) {
      said.set(words.say("keys.needed", Keys.sayKept(kept)));
    } else if (holder.isPresent()) {
      said.set(
          words.say(
              "keys.taken",
              Keys.sayKept(kept),
              holder.get().name(),
              groupName(holder.get().group())));
    } else {
      stopAsking();
      choose(id, kept);
      said.set(words.say("keys.now", name(id), Keys.sayKept(kept)));
    }
  }

  /** Takes the key away from the action that waits for one. */
  public void none() {
    asking
        .get()
        .ifPresent(
            id -> {
              stopAsking();
              choose(id, "");
              said.set(words.say("keys.none_now", name(id)));
            });
  }

  private void choose(String id, String kept) {
    boolean usual =
        registry.all().stream()
            .filter(command -> command.id().equals(id))
            .anyMatch(command -> Keys.isUsual(command, kept));
    preferences.change(p -> p.withKey(id, usual ? Optional.empty() : Optional.of(kept)));
    refresh();
  }

  /** Gives an action its usual key back, unless another action has it by now. */
  public void reset(String id) {
    Command command =
        registry.all().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    Optional<Command> holder = registry.holder(Keys.usual(command), id);
    if (holder.isPresent()) {
      said.set(
          words.say(
              "keys.taken",
              Keys.sayKept(Keys.usual(command)),
              holder.get().name(),
              groupName(holder.get().group())));
      return;
    }
    preferences.change(p -> p.withKey(id, Optional.empty()));
    refresh();
    said.set(words.say("keys.usual_again", name(id)));
  }

  /** Gives every action its usual key. */
  public void resetAll() {
    cancel();
    preferences.change(p -> p.withKeys(Map.of()));
    refresh();
    said.set(words.say("keys.all_usual"));
  }

  private String name(String id) {
    return registry.all().stream()
        .filter(command -> command.id().equals(id))
        .map(Command::name)
        .findFirst()
        .orElse(id);
  }
}
