package dev.halcyon.app.media;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.client.desk.LoadedCase;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the player and the frame on show together: what plays is the film on show, another frame of
 * it is a place to go to, and whatever else is shown, or a lease that ends, puts it away. FX thread
 * only.
 */
final class FilmOnShow {
  private final MediaViewModel<?> vm;
  private final FilterViewModel filters;
  private final PlayerViewModel player;

  FilmOnShow(MediaViewModel<?> vm, FilterViewModel filters, PlayerViewModel player) {
    this.vm = vm;
    this.filters = filters;
    this.player = player;
  }

  /** Follows for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.add(vm.shown().subscribe(this::follow));
    subscriptions.onChange(vm.strip().place(), this::seek);
    subscriptions.onChange(
        vm.revealable(),
        mayLook -> {
          if (!mayLook) {
            player.close();
          }
        });
    subscriptions.onChange(filters.state(), state -> player.filter(state.filter()));
  }

  /** A look is at a keyframe: the one at or before what plays. */
  void hold() {
    PlayerState playing = player.state().get();
    if (playing.open()) {
      player.close();
      vm.strip().selectAt(playing.position());
    }
    vm.hold();
  }

  /** Plays the film on show from the frame on show, or stands still, or goes on. */
  void play() {
    MediaViewModel.Shown shown = vm.shown().get();
    LoadedCase present = vm.loaded().get();
    if (player.state().get().open()) {
      player.toggle();
    } else if (shown != null && present != null && vm.revealable().get()) {
      double at = vm.strip().place().get().seconds();
      player.open(present.id(), shown.part(), at, filters.state().get().filter());
    }
  }

  private void follow(MediaViewModel.@Nullable Shown before, MediaViewModel.@Nullable Shown now) {
    boolean same =
        before != null && now != null && before.part().mediaId().equals(now.part().mediaId());
    if (!same) {
      player.close();
    }
  }

  private void seek(StripViewModel.Place place) {
    if (player.state().get().open()) {
      player.seek(place.seconds());
    }
  }
}
