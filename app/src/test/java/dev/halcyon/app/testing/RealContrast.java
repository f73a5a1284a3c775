package dev.halcyon.app.testing;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;

/**
 * Measures the contrast of every drawn word of a scene against what it stands on, with the colours
 * that the style sheets really gave (WCAG 2.2: relative luminance, sRGB).
 */
public final class RealContrast {
  /** For text below 24 px, or 18.7 px bold. */
  public static final double LEAST = 4.5;

  private RealContrast() {}

  /** Each text below the least, with its colours. What is off is exempt, as WCAG has it. */
  public static List<String> tooLow(Scene scene) {
    List<String> found = new ArrayList<>();
    Color ground = scene.getFill() instanceof Color color ? color : Color.WHITE;
    walk(scene.getRoot(), ground, 1, found);
    return found;
  }

  private static void walk(Node node, Color ground, double opacity, List<String> found) {
    double seen = opacity * node.getOpacity();
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    Color below = node instanceof Region region ? over(region, ground, seen) : ground;
    if (node instanceof Text text
        && !text.getText().isBlank()
        && text.getFill() instanceof Color fill) {
      Color drawn = mix(fill, below, seen);
      double contrast = contrast(drawn, below);
      if (contrast < LEAST) {
        found.add(
            "%.2f \"%s\" %s on %s in %s"
                .formatted(contrast, text.getText(), drawn, below, where(text)));
      }
    }
    if (node instanceof Parent parent) {
      // What lies higher in a stack hides what lies below only where it is; words of a screen under
      // an open overlay are measured as if it were not there.
      parent.getChildrenUnmodifiable().forEach(child -> walk(child, below, seen, found));
    }
  }

  private static Color over(Region region, Color ground, double opacity) {
    Color result = ground;
    if (region.getBackground() != null) {
      for (BackgroundFill fill : region.getBackground().getFills()) {
        if (fill.getFill() instanceof Color color) {
          result = mix(color, result, opacity);
        }
      }
    }
    return result;
  }

  private static Color mix(Color above, Color below, double opacity) {
    double a = above.getOpacity() * opacity;
    return Color.color(
        above.getRed() * a + below.getRed() * (1 - a),
        above.getGreen() * a + below.getGreen() * (1 - a),
        above.getBlue() * a + below.getBlue() * (1 - a));
  }

  /** The ratio of two colours, 1 to 21. */
  public static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  private static String where(Node node) {
    StringBuilder path = new StringBuilder();
    for (Node at = node.getParent(); at != null && path.length() < 160; at = at.getParent()) {
      path.append(at.getStyleClass()).append(' ');
    }
    return path.toString();
  }
}
