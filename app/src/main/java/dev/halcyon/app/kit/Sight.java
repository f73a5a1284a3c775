package dev.halcyon.app.kit;

import dev.halcyon.protocol.ExposureKind;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;

/**
 * A node that may show content of the case on the desk, for the exposure meter. A view that draws
 * content says so with one of these. Used on the JavaFX thread.
 *
 * @param node what is looked at; whether it is in sight the meter finds out by itself
 * @param shows how the content is shown there at this moment; empty when none is drawn
 */
public record Sight(Node node, Supplier<Optional<ExposureKind>> shows) {
  /** A node that shows content in one way or not at all. */
  public static Sight of(Node node, ExposureKind kind, Supplier<Boolean> drawn) {
    return new Sight(node, () -> drawn.get() ? Optional.of(kind) : Optional.empty());
  }
}
