package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;

/**
 * The choice of filter for the harm of the case: effect, strength, colour, and the same for every
 * harm. FX thread only.
 */
final class FilterMenu extends MenuButton {
  private final FilterViewModel vm;
  private final Words words;
  private final List<RadioMenuItem> effects = new ArrayList<>();
  private final List<RadioMenuItem> strengths = new ArrayList<>();
  private final CheckMenuItem gray;
  private final MenuItem all;

  /** {@code next} is the command whose key is printed on the button. */
  FilterMenu(FilterViewModel vm, Kit kit, Command next) {
    this.vm = vm;
    this.words = kit.words();
    getStyleClass().add("filter-menu");
    setMinWidth(Region.USE_PREF_SIZE);
    next.key().ifPresent(keys -> setGraphic(Kit.keyCap(Keys.say(keys))));
    setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    setTooltip(Kit.tooltip(words.say("media.filters.help")));
    setAccessibleHelp(words.say("media.filters.help"));
    ToggleGroup effect = new ToggleGroup();
    for (Filter.Effect each :
        List.of(Filter.Effect.BLUR, Filter.Effect.CARTOON, Filter.Effect.MOSAIC)) {
      effects.add(item(each, effect, () -> vm.choose(filter -> filter.withEffect(each))));
    }
    ToggleGroup strength = new ToggleGroup();
    for (Filter.Strength each :
        List.of(Filter.Strength.MILD, Filter.Strength.MEDIUM, Filter.Strength.STRONG)) {
      strengths.add(item(each, strength, () -> vm.choose(filter -> filter.withStrength(each))));
    }
    gray = new CheckMenuItem(words.say("media.filters.gray"));
    gray.setOnAction(_ -> vm.choose(filter -> filter.withGrayscale(gray.isSelected())));
    all = new MenuItem(words.say("media.filters.all"));
    all.setOnAction(_ -> vm.chooseForAll());
    getItems().addAll(effects);
    getItems().add(new SeparatorMenuItem());
    getItems().addAll(strengths);
    getItems().addAll(new SeparatorMenuItem(), gray, new SeparatorMenuItem(), all);
  }

  private RadioMenuItem item(Enum<?> value, ToggleGroup group, Runnable chosen) {
    RadioMenuItem item = new RadioMenuItem(words.name(value));
    item.setUserData(value);
    item.setToggleGroup(group);
    item.setOnAction(_ -> chosen.run());
    return item;
  }

  /** Follows the view-model for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.state(), this::show);
  }

  private void show(FilterState state) {
    Filter filter = state.filter();
    setText(words.name(filter.effect()));
    setAccessibleText(
        words.say(
            "media.filters.access",
            words.say("category." + state.harm().id() + ".inline"),
            words(words, filter)));
    effects.forEach(item -> item.setSelected(item.getUserData() == filter.effect()));
    strengths.forEach(item -> item.setSelected(item.getUserData() == filter.strength()));
    gray.setSelected(filter.grayscale());
  }

  /** A filter in words: "Blurred, medium, without colour". */
  static String words(Words words, Filter filter) {
    return words.say(
        filter.grayscale() ? "media.filter.gray" : "media.filter.colour",
        words.name(filter.effect()),
        words.say("strength." + filter.strength().name().toLowerCase(Locale.ROOT) + ".inline"));
  }
}
