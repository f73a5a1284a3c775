package dev.halcyon.app.review;

import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ExposureKind;
import java.util.List;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

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
  private List<ContextMessage> messages = List.of();
  private boolean unfolded;

  ConversationView(Kit kit) {
    this.kit = kit;
    getStyleClass().add("conversation");
    setFocusTraversable(false);
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
    getChildren().clear();
    setVisible(!messages.isEmpty());
    setManaged(!messages.isEmpty());
    int shown = Math.min(messages.size(), unfolded ? UNFOLDED : FOLDED);
    if (messages.size() > FOLDED) {
      String key = unfolded ? "conversation.fold" : "conversation.unfold";
      Hyperlink toggle = kit.describe(new Hyperlink(), key, messages.size() - FOLDED);
      toggle.getStyleClass().add("quiet-link");
      toggle.setOnAction(
          _ -> {
            unfolded = !unfolded;
            rebuild();
          });
      getChildren().add(toggle);
    }
    for (ContextMessage message : messages.subList(messages.size() - shown, messages.size())) {
      getChildren().add(line(message));
    }
  }

  private HBox line(ContextMessage message) {
    Label author = new Label(Emoji.name(message.authorName()));
    author.getStyleClass().addAll("caption", "message-author");
    author.setMinWidth(USE_PREF_SIZE);
    author.setMaxWidth(160);
    String words =
        message.text().length() > LONGEST
            ? message.text().substring(0, LONGEST) + "…"
            : message.text();
    Label text = new Label(Emoji.drawn(unfolded ? words : words.replaceAll("\\s+", " ")));
    text.getStyleClass().addAll("muted", "message-text");
    text.setWrapText(unfolded);
    text.setTextOverrun(OverrunStyle.ELLIPSIS);
    text.setMinWidth(0);
    if (EvidenceText.startsRightToLeft(words)) {
      text.setNodeOrientation(NodeOrientation.RIGHT_TO_LEFT);
    }
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox line = new HBox(author, text);
    line.getStyleClass().add("message");
    line.setAccessibleText(kit.words().say("conversation.message", message.authorName(), words));
    return line;
  }
}
