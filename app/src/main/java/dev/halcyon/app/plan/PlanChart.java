package dev.halcyon.app.plan;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.plan.PlanState.Bar;
import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * People needed in each hour of a day as bars, coloured by what decides how many. Says nothing by
 * itself: the words beside it say the same. Used on the JavaFX thread.
 */
final class PlanChart extends Pane {
  private static final double HEIGHT = 96;
  private static final double GAP = 2;

  private final List<Bar> bars;
  private final int most;
  private final List<Region> drawn;

  /**
   * @param most people of the highest bar of all charts that stand together
   */
  PlanChart(List<Bar> bars, int most) {
    this.bars = bars;
    this.most = most;
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    getStyleClass().add("plan-chart");
    drawn =
        bars.stream()
            .map(
                bar ->
                    Kit.styled(new Region(), "plan-" + bar.limit().name().toLowerCase(Locale.ROOT)))
            .toList();
    getChildren().setAll(drawn);
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth() / Math.max(1, bars.size());
    for (int hour = 0; hour < bars.size(); hour++) {
      double height = most == 0 ? 0 : Math.round(HEIGHT * bars.get(hour).people() / most);
      double left = Math.round(hour * width);
      double right = Math.round((hour + 1) * width) - GAP;
      drawn.get(hour).resizeRelocate(left, HEIGHT - height, Math.max(1, right - left), height);
    }
  }
}
