package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Kit;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** A stage that could not judge, in a sentence, with its code in small print. FX thread only. */
final class SilentStage extends VBox {
  SilentStage(Kit kit, StageNote note) {
    getStyleClass().addAll("silent-stage", "lines");
    getChildren().add(wrapped(kit, "muted", note.sentence()));
    if (!note.code().isEmpty()) {
      getChildren().add(wrapped(kit, "caption", note.code()));
    }
  }

  private static Label wrapped(Kit kit, String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
