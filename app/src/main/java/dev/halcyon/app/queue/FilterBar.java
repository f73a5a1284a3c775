package dev.halcyon.app.queue;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.FlowPane;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The filters over the list: each a choice with "any" first, and one button that clears them. */
final class FilterBar extends FlowPane {
  private final Kit kit;
  private final QueueViewModel model;
  private final List<String> accountLanguages;
  private final ComboBox<Choice<String>> languages;
  private boolean showing;

  /** A value to filter by; empty is "any". */
  private record Choice<T>(Optional<T> value, String text) {}

  FilterBar(Kit kit, QueueViewModel model, List<String> accountLanguages) {
    this.kit = kit;
    this.model = model;
    this.accountLanguages = accountLanguages;
    getStyleClass().add("filter-bar");
    setAlignment(Pos.CENTER_LEFT);
    prefWrapLengthProperty().bind(widthProperty());
    Words words = kit.words();
    var priorities =
        box(
            "queue.filter.priority",
            List.of(Priority.P0, Priority.P1, Priority.P2),
            words::name,
            QueueFilter::withPriority);
    var categories =
        box(
            "queue.filter.category",
            Arrays.stream(Category.values()).filter(c -> c != Category.UNKNOWN).toList(),
            words::name,
            QueueFilter::withCategory);
    languages = box("queue.filter.language", List.of(), words::language, QueueFilter::withLanguage);
    var kinds =
        box(
            "queue.filter.kind",
            List.of(Modality.IMAGE, Modality.VIDEO, Modality.AUDIO),
            words::name,
            QueueFilter::withKind);
    languages.setOnShowing(_ -> offerLanguages());
    Button clear =
        kit.button(
            "queue.filter.clear",
            () -> model.filter(QueueFilter.ANY.withQueue(model.filter().get().queue())));
    clear.getStyleClass().add("quiet");
    clear.visibleProperty().bind(model.filter().map(QueueFilter::narrows));
    getChildren().setAll(priorities, categories, languages, kinds, clear);
    model
        .filter()
        .subscribe(
            filter -> {
              showing = true;
              choose(priorities, filter.priority());
              choose(categories, filter.category());
              choose(languages, filter.language());
              choose(kinds, filter.kind());
              showing = false;
            });
  }

  /** Puts the keyboard on the first filter. */
  void focusFirst() {
    getChildren().getFirst().requestFocus();
  }

  private <T> ComboBox<Choice<T>> box(
      String key,
      List<T> values,
      Function<T, String> name,
      BiFunction<QueueFilter, @Nullable T, QueueFilter> narrow) {
    ComboBox<Choice<T>> box = new ComboBox<>();
    box.getItems().add(new Choice<>(Optional.empty(), kit.words().say(key)));
    values.forEach(v -> box.getItems().add(new Choice<>(Optional.of(v), name.apply(v))));
    box.getSelectionModel().selectFirst();
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Choice<T> choice) {
            return choice == null ? "" : choice.text();
          }

          @Override
          public @Nullable Choice<T> fromString(String text) {
            return null;
          }
        });
    kit.describe(box, key);
    box.valueProperty()
        .subscribe(
            (_, choice) -> {
              if (choice != null && !showing) {
                model.filter(narrow.apply(model.filter().get(), choice.value().orElse(null)));
              }
            });
    return box;
  }

  private static <T> void choose(ComboBox<Choice<T>> box, @Nullable T value) {
    for (Choice<T> choice : box.getItems()) {
      if (choice.value().equals(Optional.ofNullable(value))) {
        box.setValue(choice);
        return;
      }
    }
  }

  /** Offers the languages the person reads and those seen in the list. */
  private void offerLanguages() {
    TreeSet<String> codes = new TreeSet<>(accountLanguages);
    model.cases().stream().map(CaseSummary::language).forEach(codes::add);
    Optional.ofNullable(model.filter().get().language()).ifPresent(codes::add);
    List<Choice<String>> choices = new ArrayList<>();
    choices.add(languages.getItems().getFirst());
    codes.forEach(code -> choices.add(new Choice<>(Optional.of(code), kit.words().language(code))));
    showing = true;
    languages.getItems().setAll(choices);
    choose(languages, model.filter().get().language());
    showing = false;
  }
}
