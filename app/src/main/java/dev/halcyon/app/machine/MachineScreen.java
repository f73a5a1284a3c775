package dev.halcyon.app.machine;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.StatePane;
import dev.halcyon.app.machine.MachineState.ChangeRow;
import dev.halcyon.app.machine.MachineState.ModelRow;
import dev.halcyon.app.shell.Screen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** What the machine does and by what, one column to read down. Used on the JavaFX thread. */
public final class MachineScreen implements Screen {
  private final Kit kit;
  private final MachineViewModel model;
  private final MachineWords said;
  private final ScrollPane root = new ScrollPane();
  private final ProblemBanner banner;
  private final StatePane states;
  private final List<Command> commands;
  private final ToggleGroup spans = new ToggleGroup();
  private final ComboBox<String> regions = new ComboBox<>();
  private final Label counted;
  private final VBox shares = Kit.styled(new VBox(), "machine-rows");
  private final Label places;
  private final Label policy;
  private final Label overlays;
  private final Label merged;
  private final VBox changes = Kit.styled(new VBox(), "machine-rows");
  private final VBox stages = Kit.styled(new VBox(), "models");
  private final VBox models = Kit.styled(new VBox(), "models");
  private final Subscriptions subscriptions = new Subscriptions();
  private boolean showing;

  public MachineScreen(Kit kit, MachineViewModel model) {
    this.kit = kit;
    this.model = model;
    said = new MachineWords(kit.words());
    banner = new ProblemBanner(kit);
    counted = wrapped("body");
    places = wrapped("caption");
    policy = wrapped("strong");
    overlays = wrapped("muted");
    merged = wrapped("body");
    commands =
        List.of(
            kit.command(
                "machine.refresh",
                Optional.of(Keys.of(KeyCode.F5)),
                model::load,
                Command.always()));
    describeRegions();
    states = new StatePane(kit, content());
    HBox head = new HBox(kit.say("title", "machine.title"), kit.button(commands.getFirst()));
    HBox.setHgrow(head.getChildren().getFirst(), Priority.ALWAYS);
    ((Label) head.getChildren().getFirst()).setMaxWidth(Double.MAX_VALUE);
    head.setAlignment(Pos.CENTER_LEFT);
    VBox column = Kit.styled(new VBox(head, banner, states), "settings");
    StackPane middle = Kit.styled(new StackPane(column), "page");
    middle.setAlignment(Pos.TOP_CENTER);
    root.setContent(middle);
    root.setFitToWidth(true);
    root.getStyleClass().addAll("page", "machine-page");
  }

  private Label wrapped(String styleClass) {
    Label label = kit.label(styleClass, "");
    label.setWrapText(true);
    return label;
  }

  private VBox content() {
    HBox where = Kit.styled(new HBox(label("machine.region", regions), regions), "settings-row");
    where.setAlignment(Pos.CENTER_LEFT);
    FlowPane chosen = new FlowPane(16, 8);
    for (int hours : MachineViewModel.SPANS) {
      RadioButton button = new RadioButton(said.span(hours));
      button.setAccessibleText(button.getText());
      button.setUserData(hours);
      button.setToggleGroup(spans);
      button.setOnAction(_ -> model.hours(hours));
      chosen.getChildren().add(button);
    }
    return Kit.styled(
        new VBox(
            section("machine.shares", chosen, counted, shares, places, hint("machine.shares.hint")),
            section("machine.policy", policy, overlays, where, merged, changes),
            section("machine.stages", hint("machine.stages.hint"), stages),
            section("machine.models", models)),
        "machine");
  }

  private VBox section(String key, Node... rows) {
    VBox box = Kit.styled(new VBox(kit.say("section", key)), "card", "settings-section");
    box.getChildren().addAll(rows);
    return box;
  }

  private Label label(String key, Node control) {
    Label label = kit.say("body", key);
    label.setLabelFor(control);
    label.getStyleClass().add("settings-label");
    return label;
  }

  private Label hint(String key) {
    Label hint = kit.say("muted", key);
    hint.setWrapText(true);
    return hint;
  }

  /** The base, what holds for unknown countries, and every country by its name. */
  private void describeRegions() {
    List<String> countries = new ArrayList<>(List.of(Locale.getISOCountries()));
    countries.sort(
        Comparator.comparing(said::region, java.text.Collator.getInstance(kit.words().locale())));
    regions.getItems().addAll("", "ZZ");
    regions.getItems().addAll(countries);
    regions.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable String code) {
            return code == null ? "" : said.region(code);
          }

          @Override
          public @Nullable String fromString(String text) {
            return null;
          }
        });
    kit.describe(regions, "machine.region");
    regions
        .valueProperty()
        .subscribe(
            (_, code) -> {
              if (code != null && !showing) {
                model.region(code);
              }
            });
  }

  private void show(MachineState state) {
    showing = true;
    states.show(state.load());
    state.problem().ifPresentOrElse(p -> banner.showDismissable(p, Optional.empty()), banner::hide);
    spans.getToggles().stream()
        .filter(toggle -> Integer.valueOf(state.hours()).equals(toggle.getUserData()))
        .forEach(spans::selectToggle);
    regions.setValue(state.region());
    counted.setText(state.shares().lead());
    shares.getChildren().setAll(state.shares().rows().stream().map(this::share).toList());
    says(places, state.shares().places());
    policy.setText(state.policy().title());
    overlays.setText(state.policy().overlays());
    merged.setText(state.policy().merged());
    changes.getChildren().setAll(state.policy().changes().stream().map(this::change).toList());
    stages.getChildren().setAll(state.stages().stream().map(this::model).toList());
    models.getChildren().setAll(state.models().stream().map(this::model).toList());
    showing = false;
  }

  private static void says(Label label, String text) {
    label.setText(text);
    label.setManaged(!text.isEmpty());
    label.setVisible(!text.isEmpty());
  }

  private Node share(ShareRow row) {
    Label name = kit.label("strong", row.name());
    Label count = kit.label("body", row.counted());
    Label aim = kit.label("muted", row.aim());
    for (Label label : List.of(name, count, aim)) {
      label.setWrapText(true);
    }
    HBox.setHgrow(name, Priority.ALWAYS);
    name.setMaxWidth(Double.MAX_VALUE);
    count.setMinWidth(Region.USE_PREF_SIZE);
    VBox box = Kit.styled(new VBox(new HBox(12, name, count), new ShareAxis(row), aim), "lines");
    box.setAccessibleText(row.name() + ". " + row.counted() + ". " + row.aim());
    return box;
  }

  private Node change(ChangeRow row) {
    Label what = kit.label("strong", row.what());
    Label how = kit.label("body", row.how());
    what.setWrapText(true);
    how.setWrapText(true);
    return Kit.styled(new VBox(what, how), "lines");
  }

  private Node model(ModelRow row) {
    Label name = kit.label("strong", row.name());
    Label use = kit.label("body", row.use());
    Label small = kit.label("caption", row.small());
    for (Label label : List.of(name, use, small)) {
      label.setWrapText(true);
    }
    return Kit.styled(new VBox(name, use, small), "lines");
  }

  @Override
  public String id() {
    return "machine";
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Command> commands() {
    return commands;
  }

  @Override
  public void shown() {
    subscriptions.watch(model.state(), this::show);
    model.attach();
  }

  @Override
  public void hidden() {
    subscriptions.close();
    model.detach();
  }
}
