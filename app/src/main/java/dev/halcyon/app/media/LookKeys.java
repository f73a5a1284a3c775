package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;

/**
 * The keys that move: along the strip, and, while an original is held, the lens over it. FX thread
 * only.
 */
final class LookKeys {
  private LookKeys() {}

  static List<Command> of(Kit kit, MediaViewModel<Image> vm, LensViewModel lens) {
    ObservableBooleanValue looking =
        Bindings.createBooleanBinding(() -> isLooking(vm), vm.reveal().state());
    ObservableBooleanValue strip = Bindings.createBooleanBinding(vm::hasStrip, vm.shown());
    ObservableBooleanValue sideways = Bindings.or(looking, strip);
    return List.of(
        key(kit, "media.previous", KeyCode.LEFT, () -> sideways(vm, lens, -1), sideways),
        key(kit, "media.next", KeyCode.RIGHT, () -> sideways(vm, lens, 1), sideways),
        key(kit, "lens.up", KeyCode.UP, () -> lens.moveBy(0, -LensViewModel.STEP), looking),
        key(kit, "lens.down", KeyCode.DOWN, () -> lens.moveBy(0, LensViewModel.STEP), looking),
        key(kit, "lens.larger", KeyCode.PAGE_UP, () -> lens.zoomBy(LensViewModel.ZOOM), looking),
        key(
            kit,
            "lens.smaller",
            KeyCode.PAGE_DOWN,
            () -> lens.zoomBy(1 / LensViewModel.ZOOM),
            looking),
        key(kit, "lens.whole", KeyCode.L, lens::toggleWhole, vm.revealable()));
  }

  private static Command key(
      Kit kit, String id, KeyCode key, Runnable action, ObservableBooleanValue enabled) {
    return kit.command(id, Optional.of(Keys.of(key)), action, enabled);
  }

  private static boolean isLooking(MediaViewModel<Image> vm) {
    return vm.reveal().state().get() instanceof RevealViewModel.State.Shown<Image>;
  }

  /** Another frame would end the look: while it lasts the key moves the lens. */
  private static void sideways(MediaViewModel<Image> vm, LensViewModel lens, int steps) {
    if (isLooking(vm)) {
      lens.moveBy(steps * LensViewModel.STEP, 0);
    } else {
      vm.strip().move(steps);
    }
  }
}
