package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.PseudoLocale;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.TranslatedText;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The item's text in the reader's language, asked for by a key and for this case alone; nothing is
 * translated unasked. FX thread only; the model is asked in the background.
 */
public final class TranslationViewModel {
  /** Where translations come from. It may block. */
  @FunctionalInterface
  public interface Source {
    TranslatedText translate(UUID caseId, String to);
  }

  /** Where a translation stands. */
  sealed interface State {
    record None() implements State {}

    record Asking() implements State {}

    record Said(TranslatedText text) implements State {}

    record Failed(UserProblem problem) implements State {}
  }

  private static final State NONE = new State.None();

  private final Source source;
  private final Background background;
  private final Words words;
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(NONE);
  private final ReadOnlyBooleanWrapper possible = new ReadOnlyBooleanWrapper(false);
  private Optional<UUID> caseId = Optional.empty();
  private @Nullable Job job;

  TranslationViewModel(Source source, Background background, Words words) {
    this.source = source;
    this.background = background;
    this.words = words;
  }

  /** The language of the reader; that of the sources in the pseudo-language. */
  String to() {
    String language = words.locale().getLanguage();
    return language.equals(PseudoLocale.LOCALE.getLanguage()) || language.isEmpty()
        ? "en"
        : language;
  }

  /** Another case, untranslated. */
  void begin(UUID of, Item item) {
    stop();
    state.set(NONE);
    caseId = Optional.of(of);
    possible.set(!item.text().isBlank() && !item.language().equals(to()));
  }

  /** Asks for the translation, or puts away what is there of it. */
  void turn() {
    boolean ask = state.get() instanceof State.None || state.get() instanceof State.Failed;
    stop();
    state.set(NONE);
    if (ask) {
      ask();
    }
  }

  /** Asks for the translation. */
  void ask() {
    if (caseId.isEmpty() || !possible.get()) {
      return;
    }
    UUID of = caseId.get();
    state.set(new State.Asking());
    job =
        background
            .run(words.say("translation.work"), () -> source.translate(of, to()))
            .then(text -> arrived(of, new State.Said(text)))
            .fail(problem -> arrived(of, new State.Failed(problem)));
  }

  private void arrived(UUID of, State now) {
    if (caseId.equals(Optional.of(of)) && state.get() instanceof State.Asking) {
      state.set(now);
    }
  }

  private void stop() {
    Job running = job;
    job = null;
    if (running != null) {
      running.cancel();
    }
  }

  ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** Whether there are words in another language than the reader's. */
  ReadOnlyBooleanProperty possible() {
    return possible.getReadOnlyProperty();
  }
}
