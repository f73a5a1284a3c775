package dev.halcyon.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Which commands are active now: those of the frame, always, and those of the screen that shows. No
 * two active commands share an id or a usual key; where a key that a person chose long ago meets a
 * new command's usual one, the chosen one holds. Used on the JavaFX thread.
 */
public final class CommandRegistry {
  private final List<Command> global = new ArrayList<>();
  private List<Command> screen = List.of();
  private final Map<String, List<Command>> catalogue = new LinkedHashMap<>();
  private @Nullable List<Command> modal;

  /**
   * Makes a screen's commands known without making them active, so that their keys can be seen and
   * changed from anywhere.
   */
  public void know(String screenId, List<Command> commands) {
    check(global, commands);
    catalogue.put(screenId, List.copyOf(commands));
  }

  /** Every command there is, the frame's first, then screen by screen. */
  public List<Command> all() {
    return Stream.concat(global.stream(), catalogue.values().stream().flatMap(List::stream))
        .toList();
  }

  /**
   * What already has a key where another command would get it: the frame's commands meet everyone,
   * those of a screen meet the frame's and one another.
   *
   * @param kept the key as the keymap writes it
   */
  public Optional<Command> holder(String kept, String forId) {
    Optional<KeyCombination> wanted = Keymap.read(kept);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    KeyCombination key = wanted.get();
    boolean everywhere = global.stream().anyMatch(command -> command.id().equals(forId));
    Stream<Command> met =
        everywhere
            ? all().stream()
            : Stream.concat(
                global.stream(),
                catalogue.values().stream()
                    .filter(screen -> screen.stream().anyMatch(c -> c.id().equals(forId)))
                    .flatMap(List::stream));
    return met.filter(command -> !command.id().equals(forId))
        .filter(command -> command.key().map(other -> same(other, key)).orElse(false))
        .findFirst();
  }

  /** Ctrl+K said as Ctrl and as the system's shortcut key is one key. */
  private static boolean same(KeyCombination one, KeyCombination other) {
    return one.equals(other)
        || (one.getClass().equals(other.getClass())
            && one.getDisplayText().equals(other.getDisplayText()));
  }

  /** Adds commands that are active on every screen. */
  public void addGlobal(List<Command> commands) {
    List<Command> all = new ArrayList<>(global);
    all.addAll(commands);
    check(all, screen);
    global.addAll(commands);
  }

  /** Replaces the commands of the screen that shows. */
  public void setScreen(List<Command> commands) {
    check(global, commands);
    screen = List.copyOf(commands);
  }

  /** Forgets everything, for the session that comes after. */
  public void reset() {
    global.clear();
    catalogue.clear();
    screen = List.of();
    modal = null;
  }

  /** While something lies over the screen, only its commands answer to keys. */
  public void setModal(List<Command> commands) {
    check(List.of(), commands);
    modal = List.copyOf(commands);
  }

  /** The screen and the frame answer to keys again. */
  public void clearModal() {
    modal = null;
  }

  /** The commands of the screen that shows. */
  public List<Command> screen() {
    return screen;
  }

  /** The commands of the frame. */
  public List<Command> global() {
    return List.copyOf(global);
  }

  /** What answers to keys now, the screen's before the frame's. */
  public List<Command> active() {
    List<Command> above = modal;
    return above == null
        ? Stream.concat(screen.stream(), global.stream()).toList()
        : List.copyOf(above);
  }

  /** The active command for a key event; one that is disabled now is found too. */
  public Optional<Command> find(KeyEvent event) {
    List<Command> matching =
        active().stream()
            .filter(command -> command.key().map(key -> key.match(event)).orElse(false))
            .toList();
    return matching.stream()
        .filter(command -> command.shortcut().isChosen())
        .findFirst()
        .or(() -> matching.stream().findFirst());
  }

  private static void check(List<Command> global, List<Command> screen) {
    Map<KeyCombination, String> keys = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (List<Command> commands : List.of(global, screen)) {
      for (Command command : commands) {
        if (!ids.add(command.id())) {
          throw new IllegalStateException("two commands are called " + command.id());
        }
        command
            .shortcut()
            .usual()
            .ifPresent(
                key -> {
                  String other = keys.put(key, command.id());
                  if (other != null) {
                    throw new IllegalStateException(
                        "the key "
                            + key.getDisplayText()
                            + " belongs to both "
                            + other
                            + " and "
                            + command.id());
                  }
                });
      }
    }
  }
}
