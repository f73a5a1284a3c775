package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.WordsAndActs;
import dev.halcyon.protocol.Category;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/**
 * What a person wishes for themselves: kinds of case that go to others, and whose days count. No
 * reason is asked. Used on the JavaFX thread.
 */
final class WishesPane extends VBox {
  private final Kit kit;
  private final BalanceViewModel model;
  private final VBox wishes = Kit.styled(new VBox(), "own-days");
  private final ComboBox<Category> category = new ComboBox<>();
  private final ComboBox<String> zones = new ComboBox<>();
  private final Label zone;
  private final ProblemBanner problem;

  WishesPane(Kit kit, BalanceViewModel model) {
    this.kit = kit;
    this.model = model;
    this.problem = new ProblemBanner(kit);
    this.zone = wrapped("");
    getStyleClass().add("own-exposure-parts");
    kit.describe(category, "wish.category");
    category.setConverter(new Named());
    kit.describe(zones, "balance.zone.choice");
    zones.getItems().setAll(ZoneId.getAvailableZoneIds().stream().sorted().toList());
    zones.setValue(kit.now().zone().getId());
    Button out = kit.button("wish.out", () -> chosen(category.getValue()).ifPresent(model::optOut));
    BooleanBinding none = Bindings.isNull(category.valueProperty());
    out.disableProperty().bind(none);
    Button move = kit.button("balance.zone.move", () -> model.moveTo(zones.getValue()));
    getChildren()
        .setAll(
            part(
                kit.say("section", "wish.title"),
                wrapped(kit.words().say("wish.lead")),
                wishes,
                row(category, out)),
            part(
                kit.say("section", "balance.zone.title"),
                zone,
                wrapped(kit.words().say("balance.zone.tomorrow")),
                row(zones, move)),
            problem);
  }

  private static Optional<Category> chosen(Category value) {
    return Optional.ofNullable(value);
  }

  private static VBox part(Node... nodes) {
    return Kit.styled(new VBox(nodes), "own-days");
  }

  private static FlowPane row(Region... nodes) {
    FlowPane row = Kit.styled(new FlowPane(nodes), "own-choice");
    for (Region node : nodes) {
      node.setMinWidth(Region.USE_PREF_SIZE);
    }
    return row;
  }

  private Label wrapped(String text) {
    Label label = kit.label("muted", text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(model.zone(), zone::setText);
    subscriptions.watch(model.others(), now -> category.getItems().setAll(now));
    subscriptions.watch(model.wishes(), this::fill);
    subscriptions.watch(
        model.problem(),
        why ->
            why.ifPresentOrElse(
                said -> problem.showDismissable(said, Optional.empty()), problem::hide));
  }

  private void fill(List<BalanceViewModel.Wish> now) {
    List<Node> rows = new ArrayList<>();
    for (BalanceViewModel.Wish wish : now) {
      Label name = kit.label("label", kit.words().say("wish.one", wish.name()));
      name.setWrapText(true);
      Button back = kit.button("wish.back", () -> model.optIn(wish.category()), wish.name());
      rows.add(new WordsAndActs(name, back));
    }
    if (rows.isEmpty()) {
      rows.add(wrapped(kit.words().say("wish.none")));
    }
    wishes.getChildren().setAll(rows);
  }

  private final class Named extends StringConverter<Category> {
    @Override
    public String toString(Category each) {
      return each == null ? kit.words().say("wish.category") : kit.words().name(each);
    }

    @Override
    public Category fromString(String typed) {
      throw new UnsupportedOperationException("nothing is typed here");
    }
  }
}
