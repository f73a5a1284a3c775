package dev.halcyon.app.settings;

import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.protocol.ModelDescription;
import java.util.List;

/** What the settings show. Immutable. */
public record SettingsState(
    Preferences preferences, LoadState engine, String sandbox, List<ModelDescription> models) {
  public SettingsState {
    models = List.copyOf(models);
  }
}
