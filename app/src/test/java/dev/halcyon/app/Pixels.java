package dev.halcyon.app;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelReader;
import javafx.scene.layout.BackgroundImage;
import javafx.scene.layout.Region;

/** Searches a scene for pixels of a marked colour: in every picture it holds and as painted. */
final class Pixels {
  private Pixels() {}

  /** Every picture the scene graph holds, shown or not. */
  static List<Image> pictures(Parent root) {
    List<Image> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(Node node, List<Image> found) {
    if (node instanceof ImageView view && view.getImage() != null) {
      found.add(view.getImage());
    }
    if (node instanceof Region region && region.getBackground() != null) {
      region.getBackground().getImages().stream()
          .map(BackgroundImage::getImage)
          .forEach(found::add);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }

  /** Whether a picture in the graph or the painted scene has a pixel near this colour. */
  static boolean anywhere(Scene scene, java.awt.Color colour) {
    return pictures(scene.getRoot()).stream().anyMatch(picture -> has(picture, colour))
        || has(scene.snapshot(null), colour);
  }

  static boolean has(Image image, java.awt.Color colour) {
    PixelReader reader = image.getPixelReader();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        java.awt.Color here = new java.awt.Color(reader.getArgb(x, y));
        int off =
            Math.abs(here.getRed() - colour.getRed())
                + Math.abs(here.getGreen() - colour.getGreen())
                + Math.abs(here.getBlue() - colour.getBlue());
        if (off < 40) {
          return true;
        }
      }
    }
    return false;
  }
}
