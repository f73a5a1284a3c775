package dev.halcyon.app.testing;

import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.tour.Png;
import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;

/** Renders a root off-stage at the size of the desk. */
public final class Pictures {
  private Pictures() {}

  public static WritableImage take(Parent root, Look look) {
    Scene scene = root.getScene() == null ? new Scene(root, 1440, 900) : root.getScene();
    Theme.apply(scene, look);
    root.applyCss();
    root.layout();
    return scene.snapshot(null);
  }

  public static void keep(WritableImage image, String name) throws IOException {
    Png.write(image, Path.of("target", "pictures", name + ".png"));
  }
}
