package dev.halcyon.app.wellness;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCode;

/** What can be done about breaks, on every screen, with its key. Used on the JavaFX thread. */
public final class BreakCommands {
  private final Kit kit;
  final Command begin;
  final Command putOff;
  final Command finish;
  final Command end;
  final Command pace;

  public BreakCommands(Kit kit, BreakViewModel model) {
    this.kit = kit;
    begin = command("break.begin", KeyCode.B, model::begin, model.resting().not());
    putOff = command("break.put_off", KeyCode.L, model::putOff, model.canPutOff());
    finish = command("break.finish", KeyCode.E, model::finishFirst, model.canFinish());
    end = command("break.end", KeyCode.G, model::end, model.resting());
    pace = command("break.pace", KeyCode.P, model::pace, model.resting());
  }

  private Command command(String id, KeyCode key, Runnable action, ObservableBooleanValue enabled) {
    return kit.command(id, Optional.of(Keys.shortcut(key)), action, enabled);
  }

  /** All of them. */
  public List<Command> all() {
    return List.of(begin, putOff, finish, end, pace);
  }
}
