package dev.halcyon.app.shell;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.UserProblem;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The preferences in force: a change applies at once and is kept in the background. Used on the
 * JavaFX thread.
 */
public final class PreferencesModel {
  private final Background background;
  private final Words words;
  private final PreferenceStore store;
  private final ReadOnlyObjectWrapper<Preferences> value;
  private final ReadOnlyObjectWrapper<Optional<UserProblem>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  public PreferencesModel(
      Background background, Words words, PreferenceStore store, Preferences now) {
    this.background = background;
    this.words = words;
    this.store = store;
    this.value = new ReadOnlyObjectWrapper<>(now);
  }

  public ReadOnlyObjectProperty<Preferences> value() {
    return value.getReadOnlyProperty();
  }

  public Preferences get() {
    return value.get();
  }

  /** Why the last change could not be kept, or empty. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> problem() {
    return problem.getReadOnlyProperty();
  }

  /** Changes something. */
  public void change(UnaryOperator<Preferences> change) {
    Preferences next = change.apply(value.get());
    if (next.equals(value.get())) {
      return;
    }
    value.set(next);
    background
        .run(words.say("preferences.saving"), () -> keep(next))
        .then(_ -> problem.set(Optional.empty()))
        .fail(why -> problem.set(Optional.of(why)));
  }

  private void keep(Preferences next) {
    try {
      store.save(next);
    } catch (UncheckedIOException e) {
      throw new UserProblem(
          "preferences.not-kept",
          words.say("preferences.not_kept", store.file()),
          words.say("preferences.not_kept.remedy"),
          e);
    }
  }
}
