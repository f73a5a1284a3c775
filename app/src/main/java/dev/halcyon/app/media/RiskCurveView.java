package dev.halcyon.app.media;

import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polyline;

/**
 * The risk of a video over its length, with the moment on show and the cuts. A click goes to that
 * second. FX thread only.
 */
final class RiskCurveView extends Region {
  private static final double HEIGHT = 36;

  private final MediaViewModel<?> vm;
  private final Words words;
  private final ScoreWords scores;
  private final Polyline line = new Polyline();
  private final Line here = new Line();
  private final Group cuts = new Group();
  private List<Keyframe> frames = List.of();
  private double seconds;
  private double playing = -1;

  RiskCurveView(MediaViewModel<?> vm, Words words) {
    this.vm = vm;
    this.words = words;
    this.scores = new ScoreWords(words);
    getStyleClass().add("risk-curve");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    line.getStyleClass().add("risk-line");
    here.getStyleClass().add("risk-here");
    cuts.setManaged(false);
    getChildren().addAll(cuts, line, here);
    setOnMouseClicked(
        event -> vm.strip().selectAt(event.getX() / Math.max(1, getWidth()) * length()));
  }

  void show(MediaInfo info) {
    frames = info.keyframes();
    seconds = info.seconds();
    Hue.of(line, highest() == null ? Category.UNKNOWN : category(highest()));
    setAccessibleText(spoken());
    markCuts();
    requestLayout();
  }

  /**
   * A line for each cut. Made here and only moved when laid out: nodes made during a layout ask for
   * another one, frame after frame.
   */
  private void markCuts() {
    List<Keyframe> marked =
        frames.stream().filter(frame -> frame.cut() && frame.atSeconds() > 0).toList();
    while (cuts.getChildren().size() < marked.size()) {
      cuts.getChildren().add(Kit.styled(new Line(), "risk-cut"));
    }
    for (int at = 0; at < cuts.getChildren().size(); at++) {
      Node cut = cuts.getChildren().get(at);
      cut.setVisible(at < marked.size());
      cut.setUserData(at < marked.size() ? marked.get(at) : null);
    }
  }

  /** Where the film plays, seconds; less than 0 when none does. */
  void at(double position) {
    playing = position;
    requestLayout();
  }

  private @org.jspecify.annotations.Nullable Keyframe highest() {
    return frames.stream().max(Comparator.comparingDouble(Keyframe::risk)).orElse(null);
  }

  private static Category category(Keyframe frame) {
    return frame.scores().stream()
        .min(CategoryScore.HIGHEST_FIRST)
        .map(CategoryScore::category)
        .orElse(Category.UNKNOWN);
  }

  private String spoken() {
    Keyframe highest = highest();
    return highest == null || highest.scores().isEmpty()
        ? words.say("curve.flat")
        : words.say(
            "curve.access",
            ScoreWords.clock(highest.atSeconds()),
            highest.scores().stream().min(CategoryScore.HIGHEST_FIRST).map(scores::bare).get());
  }

  private double length() {
    double last = frames.stream().mapToDouble(Keyframe::atSeconds).max().orElse(0);
    return Math.max(seconds, last);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight() - 4;
    List<Double> points = new ArrayList<>();
    for (RiskCurve.Point point : RiskCurve.of(frames, seconds)) {
      points.add(point.x() * width);
      points.add(2 + (1 - point.y()) * height);
    }
    line.getPoints().setAll(points);
    double length = length();
    double at = playing >= 0 ? playing : selectedSeconds();
    double x = length <= 0 ? 0 : Math.round(at / length * width) + 0.5;
    here.setStartX(x);
    here.setEndX(x);
    here.setStartY(0);
    here.setEndY(getHeight());
    layoutCuts(width, length);
  }

  private double selectedSeconds() {
    return frames.stream()
        .filter(frame -> frame.index() == vm.strip().selected().get())
        .mapToDouble(Keyframe::atSeconds)
        .findFirst()
        .orElse(0);
  }

  private void layoutCuts(double width, double length) {
    for (Node node : cuts.getChildren()) {
      if (node instanceof Line cut && cut.getUserData() instanceof Keyframe frame) {
        double x = length <= 0 ? 0 : Math.round(frame.atSeconds() / length * width) + 0.5;
        cut.setStartX(x);
        cut.setEndX(x);
        cut.setStartY(getHeight() - 6);
        cut.setEndY(getHeight());
      }
    }
  }
}
