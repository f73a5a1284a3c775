package dev.halcyon.app.settings;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Appearance and behaviour, and what the local engine uses. A change applies at once. Used on the
 * JavaFX thread.
 */
public final class SettingsViewModel {
  private final PreferencesModel preferences;
  private final Background background;
  private final Words words;
  private final Callable<EngineFacts> engine;
  private final ReadOnlyObjectWrapper<SettingsState> state;
  private final Subscriptions subscriptions = new Subscriptions();
  private @Nullable Job asking;

  /** {@code engine} asks the local engine what it uses; blocks. */
  public SettingsViewModel(
      PreferencesModel preferences,
      Background background,
      Words words,
      Callable<EngineFacts> engine) {
    this.preferences = preferences;
    this.background = background;
    this.words = words;
    this.engine = engine;
    this.state =
        new ReadOnlyObjectWrapper<>(
            new SettingsState(
                preferences.get(), new LoadState.Loading("settings.engine.asking"), "", List.of()));
  }

  public ReadOnlyObjectProperty<SettingsState> state() {
    return state.getReadOnlyProperty();
  }

  /** Why the last change could not be kept, or empty. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> problem() {
    return preferences.problem();
  }

  /** Follows the preferences and asks the engine. */
  public void attach() {
    subscriptions.watch(preferences.value(), this::show);
    ask();
  }

  /** Stops following. */
  public void detach() {
    subscriptions.close();
    Job job = asking;
    if (job != null) {
      job.cancel();
    }
  }

  private void show(Preferences now) {
    SettingsState was = state.get();
    state.set(new SettingsState(now, was.engine(), was.sandbox(), was.models()));
  }

  private void ask() {
    asking =
        background
            .run(words.say("settings.engine.asking"), engine)
            .then(facts -> engine(LoadState.READY, facts.sandbox(), facts.models()))
            .fail(
                problem ->
                    engine(new LoadState.Failed(problem, Optional.of(this::ask)), "", List.of()));
  }

  private void engine(LoadState load, String sandbox, List<ModelDescription> models) {
    state.set(new SettingsState(state.get().preferences(), load, sandbox, models));
  }

  /** The language, from the next sign-in on. */
  public void language(Language language) {
    preferences.change(p -> p.withLanguage(language));
  }

  public void appearance(Look.Appearance appearance) {
    preferences.change(p -> p.withLook(p.look().withAppearance(appearance)));
  }

  /** Text size in per cent; kept within what the theme supports. */
  public void textPercent(int percent) {
    preferences.change(p -> p.withLook(p.look().withTextPercent(percent)));
  }

  public void density(Look.Density density) {
    preferences.change(p -> p.withLook(p.look().withDensity(density)));
  }

  public void reducedMotion(boolean reduced) {
    preferences.change(p -> p.withLook(p.look().withReducedMotion(reduced)));
  }

  /** How long a decision can be taken back, from the next sign-in on. */
  public void undoSeconds(int seconds) {
    preferences.change(p -> p.withUndoSeconds(seconds));
  }
}
