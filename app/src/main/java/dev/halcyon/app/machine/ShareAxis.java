package dev.halcyon.app.machine;

import dev.halcyon.app.kit.Kit;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * A share as a bar from 0 to 100 %, with the band of its aim behind it. Says nothing by itself: the
 * words beside it say the same. Used on the JavaFX thread.
 */
final class ShareAxis extends Pane {
  private static final double HEIGHT = 16;
  private static final double BAR = 6;

  private final Region ground = Kit.styled(new Region(), "share-ground");
  private final Region aim = Kit.styled(new Region(), "share-aim");
  private final Region bar = Kit.styled(new Region(), "share-bar");
  private final ShareRow row;

  ShareAxis(ShareRow row) {
    this.row = row;
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    getChildren().setAll(ground, aim, bar);
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double middle = (HEIGHT - BAR) / 2;
    ground.resizeRelocate(0, middle, width, BAR);
    double left = Math.round(row.from() * width);
    aim.resizeRelocate(left, 0, Math.max(2, Math.round(row.until() * width) - left), HEIGHT);
    bar.resizeRelocate(0, middle, Math.round(row.share() * width), BAR);
  }
}
