package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.Sight;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.engine.exposure.Look;
import dev.halcyon.engine.exposure.OnScreen;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.SeverityBand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Reads off the scene what of the case on the desk is really drawn, and whether it can be seen.
 * Used on the JavaFX thread.
 */
final class ScreenProbe {
  private final List<Sight> sights;
  private final Supplier<@Nullable LoadedCase> onDesk;
  private final Bands bands;

  /**
   * @param sights every node that may draw content of the case on the desk
   * @param onDesk the case that is drawn, or null
   */
  ScreenProbe(List<Sight> sights, Supplier<@Nullable LoadedCase> onDesk, Bands bands) {
    this.sights = List.copyOf(sights);
    this.onDesk = onDesk;
    this.bands = bands;
  }

  /** The facts of this moment. */
  OnScreen look(Scene scene) {
    Window window = scene.getWindow();
    LoadedCase drawn = onDesk.get();
    if (window == null || drawn == null) {
      return OnScreen.NOTHING;
    }
    CaseSummary summary = drawn.summary();
    bands.learn(drawn.detail());
    SeverityBand band = bands.of(drawn.detail());
    List<Look> looks = new ArrayList<>();
    for (Sight sight : sights) {
      sight
          .shows()
          .get()
          .ifPresent(
              kind -> {
                Reach reach = Reach.of(sight.node());
                looks.add(
                    new Look(
                        summary.id(),
                        summary.itemId(),
                        band,
                        kind,
                        reach.inViewport(),
                        reach.covered()));
              });
    }
    boolean minimised = window instanceof Stage stage && stage.isIconified();
    return new OnScreen(window.isShowing(), minimised, window.isFocused(), looks);
  }
}
