package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Filters;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Filter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * The filter over the frame on show, by the harm of the case. What is shown was always made by a
 * worker from the original, never by an effect over it: until the wanted rendition is there, the
 * usual one is shown, or nothing where the wanted one hides more. FX thread only; making happens in
 * the background.
 */
public final class FilterViewModel {
  /** Gives renditions by any filter. Called in the background; may block and throw UserProblem. */
  @FunctionalInterface
  public interface Source {
    byte[] rendition(UUID caseId, String mediaId, int frame, Filter filter);
  }

  /** The filters of this person, kept for the next time. */
  public interface Choices {
    ObservableValue<Filters> value();

    void change(UnaryOperator<Filters> change);
  }

  /** Renditions of the case kept, so that going back and forth asks once. */
  private static final int MOST_KEPT = 32;

  private final MediaViewModel<?> media;
  private final FilteredAhead ahead;
  private final Choices choices;
  private final Background background;
  private final String title;
  private final ReadOnlyObjectWrapper<FilterState> state =
      new ReadOnlyObjectWrapper<>(FilterState.NOTHING);
  private final Map<FilteredAhead.Key, Rendition> kept =
      new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FilteredAhead.Key, Rendition> eldest) {
          return size() > MOST_KEPT;
        }
      };
  private @Nullable UUID keptOf;
  private @Nullable Job making;

  /**
   * @param ahead makes renditions, and has some already
   * @param title of the work in words
   */
  public FilterViewModel(
      MediaViewModel<?> media,
      FilteredAhead ahead,
      Choices choices,
      Background background,
      String title) {
    this.media = media;
    this.ahead = ahead;
    this.choices = choices;
    this.background = background;
    this.title = title;
    media.shown().subscribe(_ -> refresh());
  }

  /** Follows what is chosen, which outlives the session, until the subscriptions are closed. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(
        choices.value(),
        filters -> {
          refresh();
          ahead.begin(filters);
        });
  }

  public ReadOnlyObjectProperty<FilterState> state() {
    return state.getReadOnlyProperty();
  }

  /** Another filter for the harm of the case, from now on. */
  public void choose(UnaryOperator<Filter> change) {
    FilterState now = state.get();
    choices.change(all -> all.with(now.harm(), change.apply(now.filter())));
  }

  /** The filter of this harm for every other too. */
  public void chooseForAll() {
    Filter filter = state.get().filter();
    choices.change(all -> all.withAll(filter));
  }

  /** The next effect, for one key. */
  public void next() {
    choose(
        filter ->
            filter.withEffect(
                switch (filter.effect()) {
                  case BLUR -> Filter.Effect.CARTOON;
                  case CARTOON -> Filter.Effect.MOSAIC;
                  case MOSAIC, UNKNOWN -> Filter.Effect.BLUR;
                }));
  }

  private void refresh() {
    Job before = making;
    making = null;
    if (before != null) {
      before.cancel();
    }
    LoadedCase present = media.loaded().get();
    MediaViewModel.Shown shown = media.shown().get();
    if (present == null || shown == null) {
      forget(null);
      state.set(FilterState.NOTHING);
      return;
    }
    forget(present.id());
    Category harm = present.summary().category();
    Filter wanted = choices.value().getValue().of(harm);
    Rendition usual = shown.rendition();
    if (usual == null || wanted.isUsual()) {
      state.set(new FilterState(wanted, harm, usual, false, Optional.empty()));
      return;
    }
    FilteredAhead.Key key =
        new FilteredAhead.Key(present.id(), usual.mediaId(), usual.frame(), wanted);
    Rendition known = kept.getOrDefault(key, ahead.known(key).orElse(null));
    boolean hidesMore = wanted.strength() == Filter.Strength.STRONG;
    state.set(
        new FilterState(
            wanted,
            harm,
            known != null ? known : hidesMore ? null : usual,
            known == null,
            Optional.empty()));
    if (known == null) {
      make(key, usual);
    }
  }

  private void make(FilteredAhead.Key key, Rendition usual) {
    FilterState asked = state.get();
    making =
        background
            .run(title, () -> ahead.rendition(key))
            .then(
                made -> {
                  if (key.caseId().equals(keptOf)) {
                    kept.put(key, made);
                  }
                  if (state.get() == asked) {
                    state.set(
                        new FilterState(
                            asked.filter(), asked.harm(), made, false, Optional.empty()));
                  }
                })
            .fail(
                problem -> {
                  if (state.get() == asked) {
                    // Nothing sharper than was wanted takes its place without saying so.
                    state.set(
                        new FilterState(
                            asked.filter(),
                            asked.harm(),
                            asked.rendition() == null ? null : usual,
                            false,
                            Optional.of(problem)));
                  }
                });
  }

  private void forget(@Nullable UUID next) {
    if (next == null || !next.equals(keptOf)) {
      kept.clear();
      keptOf = next;
    }
  }
}
