package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
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
  private static final double RADIUS = 7;

  /**
   * @param open shows the person's own page
   */
  public ExposureArc(Kit kit, WellnessViewModel model, Runnable open, Subscriptions subscriptions) {
    getStyleClass().add("exposure-arc");
    Circle ring = Kit.styled(new Circle(RADIUS, RADIUS, RADIUS), "exposure-ring");
    Arc arc = Kit.styled(new Arc(RADIUS, RADIUS, RADIUS, RADIUS, 90, 0), "exposure-share");
    arc.setType(ArcType.ROUND);
    Pane picture = new Pane(ring, arc);
    picture.setMinSize(2 * RADIUS, 2 * RADIUS);
    picture.setMaxSize(2 * RADIUS, 2 * RADIUS);
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
