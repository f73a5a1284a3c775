package dev.halcyon.app.kit;

import dev.halcyon.protocol.Category;
import java.util.Locale;
import javafx.scene.Node;

/**
 * Gives a node the hue of a category, so that evidence and argument share a colour. The theme says
 * which colour that is ({@code .hue-self-harm}, which sets {@code -hue}). JavaFX thread only.
 */
public final class Hue {
  private static final String PREFIX = "hue-";

  private Hue() {}

  /** The style class of a category. */
  public static String style(Category category) {
    return PREFIX + category.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Gives the node this hue in place of any other, and hands it back. */
  public static <T extends Node> T of(T node, Category category) {
    String wanted = style(category);
    // A change of class is a new CSS pass for the node and all below it.
    if (!node.getStyleClass().contains(wanted)) {
      node.getStyleClass().removeIf(style -> style.startsWith(PREFIX));
      node.getStyleClass().add(wanted);
    }
    return node;
  }
}
