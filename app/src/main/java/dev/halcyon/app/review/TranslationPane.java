package dev.halcyon.app.review;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.protocol.TranslatedText;
import java.util.Optional;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The translation beside the original: marked as machine text, with the model's name and what the
 * model did not see. FX thread only.
 */
final class TranslationPane extends VBox {
  private final TranslationViewModel vm;
  private final Kit kit;

  TranslationPane(TranslationViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    getStyleClass().add("translation");
    vm.state().subscribe(this::draw);
  }

  private void draw(TranslationViewModel.State state) {
    getChildren().clear();
    switch (state) {
      case TranslationViewModel.State.None() -> {}
      case TranslationViewModel.State.Asking() ->
          getChildren().add(wrapped(kit.say("muted", "translation.work")));
      case TranslationViewModel.State.Said(TranslatedText text) -> said(text);
      case TranslationViewModel.State.Failed(var problem) -> {
        ProblemBanner banner = new ProblemBanner(kit);
        banner.show(problem, Optional.of(vm::ask), Optional.of(vm::turn));
        getChildren().add(banner);
      }
    }
    setVisible(!getChildren().isEmpty());
    setManaged(!getChildren().isEmpty());
  }

  private void said(TranslatedText text) {
    Label machine = kit.say("machine-mark", "reasoning.machine");
    machine.setMinWidth(USE_PREF_SIZE);
    StringBuilder about =
        new StringBuilder(
            kit.words().say("translation.by", text.model(), kit.words().language(text.to())));
    if (text.masked() > 0) {
      about.append(' ').append(kit.words().say("translation.masked", text.masked()));
    }
    if (text.cut()) {
      about.append(' ').append(kit.words().say("translation.cut"));
    }
    Label caption = wrapped(kit.label("caption", about.toString()));
    HBox.setHgrow(caption, Priority.ALWAYS);
    Label words = wrapped(kit.label("translation-words", text.text()));
    words.setMaxWidth(Double.MAX_VALUE);
    words.setNodeOrientation(
        ReadingDirection.startsRightToLeft(text.text())
            ? NodeOrientation.RIGHT_TO_LEFT
            : NodeOrientation.LEFT_TO_RIGHT);
    getChildren().setAll(new HBox(8, machine, caption), words);
  }

  private static Label wrapped(Label label) {
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
