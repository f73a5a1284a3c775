package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Filters;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.app.media.CasePictures;
import dev.halcyon.app.media.DeviceSound;
import dev.halcyon.app.media.FilterViewModel;
import dev.halcyon.app.media.FilteredAhead;
import dev.halcyon.app.media.MediaView;
import dev.halcyon.app.media.MediaViewModel;
import dev.halcyon.app.media.PlayerViewModel;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.media.SoundOutput;
import dev.halcyon.app.media.SoundViewModel;
import dev.halcyon.app.reasoning.ArgumentView;
import dev.halcyon.app.reasoning.ArgumentViewModel;
import dev.halcyon.app.reasoning.LocalRescan;
import dev.halcyon.app.reasoning.RescanViewModel;
import dev.halcyon.app.reasoning.SimilarViewModel;
import dev.halcyon.app.review.Part;
import dev.halcyon.app.review.ReviewDesk;
import dev.halcyon.app.review.ReviewScreen;
import dev.halcyon.app.review.ReviewViewModel;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.app.wellness.Metering;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.LoadedCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * Puts the review desk together from its three features, which do not know each other: the item,
 * its media and the machine's argument. Used on the JavaFX thread.
 */
final class ReviewWiring {
  private ReviewWiring() {}

  /** The desk of a running session. */
  static Wired of(Workday.Prepared prepared, Services services) {
    Desk desk = prepared.desk();
    SyncClient client = prepared.client();
    return of(
        new LiveReviewDesk(desk, client, prepared.drafts()),
        new MediaSources(
            new ServerLooks(desk, client, services.kit().words()),
            (caseId, mediaId, frame, filter) -> {
              Fx.mustNotBlock("asking for a rendition");
              return client.rendition(caseId, mediaId, frame, filter);
            },
            new ServerFilms(desk, client, services.engine(), services.kit().words()),
            new DeviceSound(services.kit().words())),
        new EngineRescan(desk, client, services.engine(), services.kit().words()),
        services,
        Fx::run);
  }

  /**
   * Where what is seen comes from.
   *
   * @param looks at originals, by grant
   * @param renditions by filters that are not at hand
   * @param films for the player, and to be heard
   * @param sound where sound is played
   */
  record MediaSources(
      RevealViewModel.Source<Image> looks,
      FilterViewModel.Source renditions,
      PlayerViewModel.Films films,
      SoundOutput sound) {}

  /** The screen with the view-models behind it. */
  record Wired(
      ReviewScreen screen,
      ReviewViewModel review,
      MediaViewModel<Image> media,
      FilterViewModel filters,
      PlayerViewModel player,
      SoundViewModel sound,
      ArgumentViewModel argument,
      IntegerProperty lit,
      Metering.Drawn drawn) {}

  /**
   * The desk over any session, looks and engine.
   *
   * @param ui runs what touches the screen, in order
   */
  static Wired of(
      ReviewDesk desk, MediaSources sources, LocalRescan engine, Services services, Executor ui) {
    Kit kit = services.kit();
    IntegerProperty lit = new SimpleIntegerProperty(0);
    CasePictures pictures = new CasePictures(services.background(), kit.words());
    FilterViewModel.Choices choices = choices(services.preferences());
    FilteredAhead ahead =
        new FilteredAhead(
            sources.renditions(), pictures, services.background(), kit.words().say("media.making"));
    ReviewViewModel review =
        new ReviewViewModel(
            desk,
            services.background(),
            ui,
            kit.words(),
            new CasesAhead(pictures, ahead, choices.value()));
    RevealViewModel<Image> reveal =
        new RevealViewModel<>(
            sources.looks(),
            services.background(),
            kit.words().say("media.reveal_work"),
            kit.now().clock());
    MediaViewModel<Image> media = new MediaViewModel<>(kit.words(), reveal);
    FilterViewModel filters =
        new FilterViewModel(
            media, ahead, choices, services.background(), kit.words().say("media.making"));
    PlayerViewModel player =
        new PlayerViewModel(
            sources.films(),
            services.background(),
            kit.words().say("player.work"),
            System::nanoTime);
    SoundViewModel sound =
        new SoundViewModel(
            sources.films(), sources.sound(), services.background(), kit.words().say("sound.work"));
    ArgumentViewModel argument =
        new ArgumentViewModel(
            kit.words(),
            kit.times(),
            kit.now(),
            lit,
            media::jump,
            new RescanViewModel(engine, services.background(), kit.words()),
            new SimilarViewModel(desk::members, services.background(), kit.words()),
            review.form().exceptions());
    review
        .current()
        .subscribe(
            on -> {
              @Nullable LoadedCase loaded = on == null ? null : on.loaded();
              boolean ours = on != null && on.ours();
              LoadedCase before = media.loaded().get();
              if (loaded != null && before != null && loaded.showsAs(before)) {
                media.lease(ours);
                argument.lease(ours);
              } else {
                media.show(loaded, ours);
                argument.show(loaded, ours);
              }
            });
    MediaView mediaView = new MediaView(media, filters, player, sound, kit, lit, pictures);
    ArgumentView argumentView = new ArgumentView(argument, kit);
    ReviewScreen screen =
        new ReviewScreen(
            kit,
            review,
            lit,
            new Part(mediaView, mediaView.commands(), mediaView::shown, mediaView::hidden),
            new Part(
                argumentView, argumentView.commands(), argumentView::shown, argumentView::hidden),
            services.background(),
            desk::translate);
    List<Sight> sights = new ArrayList<>(screen.sights());
    sights.addAll(mediaView.sights());
    Metering.Drawn drawn =
        new Metering.Drawn(
            sights,
            argumentView::quotes,
            List.of(screen.rows()),
            () -> review.current().get() == null ? null : review.current().get().loaded(),
            review::firstAhead,
            desk::policyOf);
    return new Wired(screen, review, media, filters, player, sound, argument, lit, drawn);
  }

  private static FilterViewModel.Choices choices(PreferencesModel preferences) {
    ObservableValue<Filters> value = preferences.value().map(Preferences::filters);
    return new FilterViewModel.Choices() {
      @Override
      public ObservableValue<Filters> value() {
        return value;
      }

      @Override
      public void change(UnaryOperator<Filters> change) {
        preferences.change(all -> all.withFilters(change.apply(all.filters())));
      }
    };
  }
}
