package dev.halcyon.app.reasoning;

import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.text.Text;

/**
 * One category's scores on a line from 0 to 1, each tier with its own shape, the review and block
 * thresholds as upright marks. What it shows is also said in words beside it. FX thread only.
 */
final class AxisView extends Region {
  /** Width of a mark and height of a lane in sizes of a mark's text: 11 and 12 px at 12 px. */
  private static final double MARK = 11.0 / 12;

  private static final double LANE = 1;

  /** What an axis reckons with before it has a style, px. */
  private static final double USUAL_SIZE = 12;

  private static final double INSET = 6;

  private final ScoreBoard.Line scores;
  private final Line axis = new Line();
  private final List<Line> thresholds = new ArrayList<>();
  private final List<Text> marks = new ArrayList<>();

  AxisView(ScoreBoard.Line scores) {
    this.scores = scores;
    getStyleClass().add("score-axis");
    setAccessibleRole(javafx.scene.AccessibleRole.IMAGE_VIEW);
    axis.getStyleClass().add("axis-line");
    getChildren().add(axis);
    Threshold threshold = scores.threshold();
    if (threshold != null) {
      threshold("axis-review");
      threshold("axis-block");
    }
    for (ScoreBoard.Dot dot : scores.dots()) {
      Text mark = new Text(sign(dot.tier()));
      mark.getStyleClass()
          .addAll("axis-mark", dot.tier() == Tier.FUSION ? "axis-last" : "axis-tier");
      marks.add(mark);
      getChildren().add(mark);
    }
  }

  /** The shape of a tier, which the words beside the axis repeat. */
  static String sign(Tier tier) {
    return switch (tier) {
      case RULES -> "■";
      case BANK -> "▲";
      case CACHE -> "◇";
      case CLASSIFIER -> "○";
      case JUDGE -> "□";
      case FUSION -> "●";
      case UNKNOWN -> "·";
    };
  }

  private void threshold(String style) {
    Line line = new Line();
    line.getStyleClass().add(style);
    thresholds.add(line);
    getChildren().add(line);
  }

  private double size() {
    return marks.isEmpty() ? USUAL_SIZE : marks.getFirst().getFont().getSize();
  }

  private double[] positions(double width) {
    return scores.dots().stream()
        .mapToDouble(dot -> ScoreAxis.position(dot.score(), width - 2 * INSET) + INSET)
        .toArray();
  }

  private int highestLane(double width) {
    int highest = 0;
    for (int lane : ScoreAxis.lanes(positions(width), MARK * size())) {
      highest = Math.max(highest, lane);
    }
    return highest;
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double across = width > 0 ? width : computePrefWidth(-1);
    return LANE * size() * (1 + highestLane(across)) + 10;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefWidth(double height) {
    return 200;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double base = Math.round(getHeight() - 8) + 0.5;
    axis.setStartX(INSET);
    axis.setEndX(width - INSET);
    axis.setStartY(base);
    axis.setEndY(base);
    Threshold threshold = scores.threshold();
    if (threshold != null) {
      upright(thresholds.getFirst(), threshold.review(), width, base);
      upright(thresholds.getLast(), threshold.block(), width, base);
    }
    double[] at = positions(width);
    int[] lane = ScoreAxis.lanes(at, MARK * size());
    for (int i = 0; i < marks.size(); i++) {
      Text mark = marks.get(i);
      mark.setX(at[i] - mark.getLayoutBounds().getWidth() / 2);
      mark.setY(base + 4 - lane[i] * LANE * size());
    }
  }

  private static void upright(Line line, double score, double width, double base) {
    double x = Math.round(ScoreAxis.position(score, width - 2 * INSET) + INSET) + 0.5;
    line.setStartX(x);
    line.setEndX(x);
    line.setStartY(base - 9);
    line.setEndY(base + 5);
  }
}
