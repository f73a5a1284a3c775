package dev.halcyon.installer.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.paint.ImagePattern;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Shape;
import javafx.stage.Window;

/** Every picture that any node of any window holds, seen or not. Used on the JavaFX thread. */
final class ScenePictures {
  private ScenePictures() {}

  static List<Image> all() {
    List<Image> found = new ArrayList<>();
    for (Window window : Window.getWindows()) {
      if (window.getScene() != null) {
        collect(window.getScene().getFill(), found);
        collect(window.getScene().getRoot(), found);
      }
    }
    return found.stream().filter(Objects::nonNull).toList();
  }

  private static void collect(Node node, List<Image> found) {
    switch (node) {
      case ImageView view -> found.add(view.getImage());
      case Region region -> collect(region, found);
      case Shape shape -> {
        collect(shape.getFill(), found);
        collect(shape.getStroke(), found);
      }
      default -> {}
    }
    if (node.getClip() != null) {
      collect(node.getClip(), found);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }

  private static void collect(Region region, List<Image> found) {
    if (region.getBackground() != null) {
      region.getBackground().getImages().forEach(each -> found.add(each.getImage()));
      region.getBackground().getFills().forEach(each -> collect(each.getFill(), found));
    }
    if (region.getBorder() != null) {
      region.getBorder().getImages().forEach(each -> found.add(each.getImage()));
    }
  }

  private static void collect(@org.jspecify.annotations.Nullable Paint paint, List<Image> found) {
    if (paint instanceof ImagePattern pattern) {
      found.add(pattern.getImage());
    }
  }
}
