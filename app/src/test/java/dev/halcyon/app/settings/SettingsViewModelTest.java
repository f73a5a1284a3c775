package dev.halcyon.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewModelTest {
  @TempDir Path folder;
  private final Words words = Words.in(Locale.ENGLISH);
  private boolean engineFails;
  private PreferencesModel preferences;
  private SettingsViewModel model;

  @BeforeEach
  void make() {
    model = on(folder);
  }

  private SettingsViewModel on(Path where) {
    preferences =
        new PreferencesModel(
            Direct.background(), words, new PreferenceStore(where), Preferences.DEFAULT);
    return new SettingsViewModel(
        preferences,
        Direct.background(),
        words,
        () -> {
          if (engineFails) {
            throw new UserProblem("sandbox.missing", "No sandbox.", "Install bubblewrap.");
          }
          return new EngineFacts("bubblewrap", List.of());
        });
  }

  @Test
  void aChangeAppliesAtOnceAndIsKept() {
    model.attach();
    model.appearance(Look.Appearance.DARK);
    model.textPercent(150);
    model.density(Look.Density.COMPACT);
    model.undoSeconds(30);
    Preferences now = model.state().get().preferences();
    assertThat(now.look())
        .isEqualTo(new Look(Look.Appearance.DARK, 150, Look.Density.COMPACT, false));
    assertThat(new PreferenceStore(folder).load()).isEqualTo(now);
  }

  @Test
  void whatTheEngineUsesIsShownOrWhyNotWithAWayToAskAgain() {
    engineFails = true;
    model.attach();
    assertThat(model.state().get().engine()).isInstanceOf(LoadState.Failed.class);
    engineFails = false;
    ((LoadState.Failed) model.state().get().engine()).retry().orElseThrow().run();
    assertThat(model.state().get().engine()).isEqualTo(LoadState.READY);
    assertThat(model.state().get().sandbox()).isEqualTo("bubblewrap");
  }

  @Test
  void aChangeThatCannotBeKeptStillAppliesAndSaysSo() throws IOException {
    model = on(Files.createFile(folder.resolve("file")));
    model.attach();
    model.appearance(Look.Appearance.DARK);
    assertThat(model.state().get().preferences().look().appearance())
        .isEqualTo(Look.Appearance.DARK);
    assertThat(model.problem().get())
        .hasValueSatisfying(p -> assertThat(p.code()).isEqualTo("preferences.not-kept"));
  }
}
