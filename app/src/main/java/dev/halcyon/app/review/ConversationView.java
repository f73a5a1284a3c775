package dev.halcyon.app.review;

import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ExposureKind;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What was said before the item: the last three messages, a line each, until unfolded. FX thread
 * only.
 */
final class ConversationView extends VBox {
  static final int FOLDED = 3;

  /** Messages and characters shown at most when unfolded; more belongs in a transcript. */
  private static final int UNFOLDED = 100;

  private static final int LONGEST = 2_000;

  private final Kit kit;
  private final Hyperlink toggle = new Hyperlink();
  private final List<Line> lines = new ArrayList<>();
  private List<ContextMessage> messages = List.of();
  private boolean unfolded;

  ConversationView(Kit kit) {
    this.kit = kit;
    getStyleClass().add("conversation");
    setFocusTraversable(false);
    toggle.getStyleClass().add("quiet-link");
    toggle.setOnAction(
        _ -> {
          unfolded = !unfolded;
          rebuild();
        });
    getChildren().add(toggle);
  }

  /** Shows a conversation, folded. */
  void show(List<ContextMessage> before) {
    messages = before;
    unfolded = false;
    rebuild();
  }

  /** The words before the item, where there are any. */
  Sight sight() {
    return Sight.of(this, ExposureKind.TEXT, () -> !messages.isEmpty());
  }

  private void rebuild() {
    setVisible(!messages.isEmpty());
    setManaged(!messages.isEmpty());
    boolean more = messages.size() > FOLDED;
    toggle.setVisible(more);
    toggle.setManaged(more);
    if (more) {
      String key = unfolded ? "conversation.fold" : "conversation.unfold";
      kit.describe(toggle, key, messages.size() - FOLDED);
    }
    int shown = Math.min(messages.size(), unfolded ? UNFOLDED : FOLDED);
    List<ContextMessage> last = messages.subList(messages.size() - shown, messages.size());
    while (lines.size() > Math.max(FOLDED, shown)) {
      getChildren().remove(lines.removeLast());
    }
    while (lines.size() < shown) {
      Line line = new Line();
      lines.add(line);
      getChildren().add(line);
    }
    for (int at = 0; at < lines.size(); at++) {
      lines.get(at).show(at < shown ? last.get(at) : null);
    }
  }

  /** One message; shown again with another rather than made anew, which is a new CSS pass. */
  private final class Line extends HBox {
    private final Label author = new Label();
    private final Label text = new Label();

    Line() {
      author.getStyleClass().addAll("caption", "message-author");
      author.setMinWidth(USE_PREF_SIZE);
      author.setMaxWidth(160);
      text.getStyleClass().addAll("muted", "message-text");
      text.setTextOverrun(OverrunStyle.ELLIPSIS);
      text.setMinWidth(0);
      HBox.setHgrow(text, Priority.ALWAYS);
      text.setMaxWidth(Double.MAX_VALUE);
      getStyleClass().add("message");
      getChildren().setAll(author, text);
      managedProperty().bind(visibleProperty());
    }

    void show(@Nullable ContextMessage message) {
      setVisible(message != null);
      if (message == null) {
        author.setText("");
        text.setText("");
        setAccessibleText(null);
        return;
      }
      author.setText(Emoji.name(message.authorName()));
      String words =
          message.text().length() > LONGEST
              ? message.text().substring(0, LONGEST) + "…"
              : message.text();
      text.setText(Emoji.drawn(unfolded ? words : words.replaceAll("\\s+", " ")));
      text.setWrapText(unfolded);
      text.setNodeOrientation(
          ReadingDirection.startsRightToLeft(words)
              ? NodeOrientation.RIGHT_TO_LEFT
              : NodeOrientation.INHERIT);
      setAccessibleText(kit.words().say("conversation.message", message.authorName(), words));
    }
  }
}
