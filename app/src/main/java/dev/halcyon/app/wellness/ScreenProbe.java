package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.Sight;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.engine.exposure.Look;
import dev.halcyon.engine.exposure.OnScreen;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

/**
 * Reads off the scene what of the case on the desk is really drawn, and whether it can be seen; and
 * where no words of that case are in sight, whose first words a list shows. Used on the JavaFX
 * thread.
 */
final class ScreenProbe {
  private final Metering.Drawn drawn;
  private final Bands bands;
  private final List<RowProbe<?>> rows = new ArrayList<>();

  ScreenProbe(Metering.Drawn drawn, Bands bands, LongSupplier nanos) {
    this.drawn = drawn;
    this.bands = bands;
    drawn.lists().forEach(list -> rows.add(new RowProbe<>(list, bands, nanos)));
  }

  /** The facts of this moment. */
  OnScreen look(Scene scene) {
    Window window = scene.getWindow();
    if (window == null) {
      return OnScreen.NOTHING;
    }
    List<Look> looks = new ArrayList<>();
    LoadedCase open = drawn.onDesk().get();
    if (open != null) {
      content(open, looks);
    }
    boolean words = looks.stream().anyMatch(ScreenProbe::isWords);
    // Each of them also while it does not count: a row has to have stood there before it does.
    for (RowProbe<?> list : rows) {
      Optional<Look> row = list.look();
      if (!words && row.isPresent()) {
        learn();
        looks.add(row.get());
      }
    }
    boolean minimised = window instanceof Stage stage && stage.isIconified();
    return new OnScreen(window.isShowing(), minimised, window.isFocused(), looks);
  }

  private void content(LoadedCase open, List<Look> looks) {
    bands.learn(open.detail());
    SeverityBand band = bands.of(open.detail());
    for (Sight sight : drawn.sights()) {
      sight
          .shows()
          .get()
          .ifPresent(kind -> looks.add(look(open.summary(), band, kind, Reach.of(sight.node()))));
    }
    if (looks.stream().noneMatch(ScreenProbe::isWords)) {
      for (Node quote : drawn.quotes().get()) {
        looks.add(look(open.summary(), band, ExposureKind.TEXT, Reach.of(quote)));
      }
    }
  }

  private static Look look(CaseSummary of, SeverityBand band, ExposureKind kind, Reach reach) {
    return new Look(of.id(), of.itemId(), band, kind, reach.inViewport(), reach.covered());
  }

  private static boolean isWords(Look look) {
    return look.kind() == ExposureKind.TEXT && look.inViewport() && !look.covered();
  }

  /** Rows are weighed by a policy, and before the first case is open none was asked for. */
  private void learn() {
    if (!bands.knowsAny()) {
      drawn.ahead().get().map(LoadedCase::detail).ifPresent(bands::learn);
    }
  }
}
