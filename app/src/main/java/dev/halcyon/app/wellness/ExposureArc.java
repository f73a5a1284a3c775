package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Theme;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.Circle;

/**
 * The quiet arc in the top bar: how long today, as a share of a working day and in minutes. It says
 * no more, whatever it shows; a press opens the person's own page. FX thread only.
 */
public final class ExposureArc extends Button {
  /** At the usual size of text, px. */
  private static final double RADIUS = 7;

  /**
   * @param open shows the person's own page
   */
  public ExposureArc(Kit kit, WellnessViewModel model, Runnable open, Subscriptions subscriptions) {
    getStyleClass().add("exposure-arc");
    // A few characters, which the words beside it make room for.
    setMinWidth(USE_PREF_SIZE);
    Circle ring = Kit.styled(new Circle(RADIUS, RADIUS, RADIUS), "exposure-ring");
    Arc arc = Kit.styled(new Arc(RADIUS, RADIUS, RADIUS, RADIUS, 90, 0), "exposure-share");
    arc.setType(ArcType.ROUND);
    Pane picture = new Pane(ring, arc);
    fontProperty()
        .subscribe(
            font -> {
              double radius = Math.round(RADIUS * font.getSize() / Theme.BASE_SIZE);
              List.of(ring.centerXProperty(), ring.centerYProperty(), ring.radiusProperty())
                  .forEach(each -> each.set(radius));
              List.of(
                      arc.centerXProperty(),
                      arc.centerYProperty(),
                      arc.radiusXProperty(),
                      arc.radiusYProperty())
                  .forEach(each -> each.set(radius));
              picture.setMinSize(2 * radius, 2 * radius);
              picture.setMaxSize(2 * radius, 2 * radius);
            });
    subscriptions.watch(model.share(), share -> arc.setLength(-360 * share));
    subscriptions.watch(
        model.today(),
        today -> {
          kit.describe(this, "wellness.arc", today);
          setGraphic(picture);
        });
    setOnAction(_ -> open.run());
  }
}
