package dev.halcyon.installer.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;

/** What a person, or a screen reader, can read in a scene at one moment. Immutable. */
final class SceneText {
  private final List<String> texts;

  private SceneText(List<String> texts) {
    this.texts = List.copyOf(texts);
  }

  /** Reads a tree; on the JavaFX thread. */
  static SceneText visible(Node root) {
    List<String> found = new ArrayList<>();
    nodes(root).forEach(node -> read(node, found));
    return new SceneText(found.stream().distinct().toList());
  }

  /** Every node that is not hidden, parents first; on the JavaFX thread. */
  static Stream<Node> nodes(Node root) {
    if (!root.isVisible()) {
      return Stream.empty();
    }
    return root instanceof Parent parent
        ? Stream.concat(
            Stream.of(root),
            List.copyOf(parent.getChildrenUnmodifiable()).stream().flatMap(SceneText::nodes))
        : Stream.of(root);
  }

  private static void read(Node node, List<String> found) {
    switch (node) {
      case Labeled labeled -> add(labeled.getText(), found);
      case TextInputControl input -> add(input.getText(), found);
      case Text text -> add(text.getText(), found);
      default -> {}
    }
    add(node.getAccessibleText(), found);
  }

  private static void add(@org.jspecify.annotations.Nullable String text, List<String> found) {
    if (text != null && !text.isBlank()) {
      found.add(text);
    }
  }

  Optional<String> filter(Predicate<String> fits) {
    return texts.stream().filter(fits).findFirst();
  }

  List<String> matching(Predicate<String> fits) {
    return texts.stream().filter(fits).toList();
  }

  String all() {
    return String.join("\n", texts);
  }
}
