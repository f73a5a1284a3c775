package dev.halcyon.app.settings;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Parts;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.app.kit.StatePane;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.Screen;
import dev.halcyon.protocol.ModelDescription;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The settings, one column to read down. Used on the JavaFX thread. */
public final class SettingsScreen implements Screen {
  private static final int TEXT_STEP = 10;

  private final Kit kit;
  private final SettingsViewModel model;
  private final String version;
  private final Session session;
  private final ScrollPane page = new ScrollPane();
  private final KeysPane keys;
  private final TabPane root = new TabPane();
  private final ProblemBanner banner;
  private final ToggleGroup appearance = new ToggleGroup();
  private final ToggleGroup density = new ToggleGroup();
  private final ToggleGroup language = new ToggleGroup();
  private final CheckBox reducedMotion = new CheckBox();
  private final Slider textSize;
  private final Slider undo;
  private final Label textValue;
  private final Label undoValue;
  private final Label sandbox;
  private final VBox models = new VBox();
  private final StatePane engine;
  private final Subscriptions subscriptions = new Subscriptions();

  /**
   * Whose session it is.
   *
   * @param name as people call the account
   * @param signOut the command that ends the session
   */
  public record Session(String name, Command signOut) {}

  /** {@code version} is the workbench's own, for the last section. */
  public SettingsScreen(
      Kit kit, SettingsViewModel model, KeysViewModel keysModel, Session session, String version) {
    this.session = session;
    this.keys = new KeysPane(kit, keysModel);
    this.kit = kit;
    this.model = model;
    this.version = version;
    banner = new ProblemBanner(kit);
    textSize = slider("settings.text", Look.SMALLEST, Look.LARGEST, TEXT_STEP);
    undo = slider("settings.undo", Preferences.LEAST_UNDO, Preferences.MOST_UNDO, 1);
    textValue = kit.label("strong", "");
    undoValue = kit.label("strong", "");
    sandbox = kit.label("body", "");
    sandbox.setWrapText(true);
    models.getStyleClass().add("models");
    engine = new StatePane(kit, new VBox(12, sandbox, models));
    textSize.valueProperty().subscribe((_, value) -> model.textPercent(rounded(value, TEXT_STEP)));
    undo.valueProperty().subscribe((_, value) -> model.undoSeconds(rounded(value, 1)));
    kit.describe(reducedMotion, "settings.motion");
    reducedMotion.setOnAction(_ -> model.reducedMotion(reducedMotion.isSelected()));
    build();
  }

  private static int rounded(Number value, int step) {
    return Math.round(value.floatValue() / step) * step;
  }

  private Slider slider(String key, double least, double most, double step) {
    Slider slider = new Slider(least, most, least);
    slider.setBlockIncrement(step);
    slider.setMajorTickUnit(step);
    slider.setMinorTickCount(0);
    slider.setSnapToTicks(true);
    kit.describe(slider, key);
    return slider;
  }

  private void build() {
    VBox column =
        Kit.styled(
            new VBox(
                banner,
                section(
                    "settings.session",
                    kit.say("body", "settings.signed_in", session.name()),
                    hint("settings.session.kept"),
                    kit.button(session.signOut())),
                section(
                    "settings.looks",
                    row("settings.language", choices(language, Language.values())),
                    besideControls(hint("settings.next_time")),
                    row("settings.appearance", choices(appearance, Look.Appearance.values())),
                    row("settings.density", choices(density, Look.Density.values())),
                    row("settings.text", valued(textSize, textValue)),
                    row("settings.movement", reducedMotion)),
                section(
                    "settings.decisions",
                    row("settings.undo", valued(undo, undoValue)),
                    besideControls(hint("settings.next_time"))),
                section("settings.engine", hint("settings.engine.lead"), engine),
                section(
                    "settings.about",
                    kit.say("body", "settings.version", version),
                    hint("settings.licence"))),
            "settings");
    StackPane middle = Kit.styled(new StackPane(column), "page");
    middle.setAlignment(Pos.TOP_CENTER);
    page.setContent(middle);
    page.setFitToWidth(true);
    page.setFocusTraversable(false);
    page.getStyleClass().add("page");
    root.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    root.getStyleClass().addAll("page", "settings-tabs");
    root.setAccessibleText(kit.words().say("settings.title"));
    root.getTabs()
        .setAll(
            new Tab(kit.words().say("settings.general"), page),
            new Tab(kit.words().say("settings.keys"), keys.node()));
    Parts.mark(root);
  }

  /** Turns to the keys. */
  public void showKeys() {
    root.getSelectionModel().selectLast();
    root.requestFocus();
  }

  private VBox section(String key, Node... rows) {
    VBox box = Kit.styled(new VBox(kit.say("section", key)), "card", "settings-section");
    box.getChildren().addAll(rows);
    return box;
  }

  private HBox row(String key, Node control) {
    Label label = kit.say("body", key);
    label.setLabelFor(control);
    label.getStyleClass().add("settings-label");
    HBox row = Kit.styled(new HBox(label, control), "settings-row");
    row.setAlignment(Pos.CENTER_LEFT);
    // A box as such keeps room for choices one below the other.
    row.setMinHeight(Region.USE_PREF_SIZE);
    return row;
  }

  private Label hint(String key) {
    Label hint = kit.say("muted", key);
    hint.setWrapText(true);
    return hint;
  }

  /** Under the control it is about, not under that control's name. */
  private static HBox besideControls(Label hint) {
    Region name = Kit.styled(new Region(), "settings-label");
    HBox.setHgrow(hint, Priority.ALWAYS);
    return Kit.styled(new HBox(name, hint), "settings-row");
  }

  private static HBox valued(Slider slider, Label value) {
    value.setMinWidth(Region.USE_PREF_SIZE);
    HBox box = new HBox(12, slider, value);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private <E extends Enum<E>> FlowPane choices(ToggleGroup group, E[] values) {
    FlowPane box = new FlowPane(16, 8);
    HBox.setHgrow(box, Priority.ALWAYS);
    for (E value : values) {
      RadioButton button = new RadioButton(kit.words().name(value));
      button.setAccessibleText(button.getText());
      button.setUserData(value);
      button.setToggleGroup(group);
      button.setOnAction(
          _ -> {
            switch (value) {
              case Look.Appearance chosen -> model.appearance(chosen);
              case Look.Density chosen -> model.density(chosen);
              case Language chosen -> model.language(chosen);
              default -> throw new IllegalStateException("no setting for " + value);
            }
          });
      box.getChildren().add(button);
    }
    return box;
  }

  private void show(SettingsState state) {
    Look look = state.preferences().look();
    choose(appearance, look.appearance());
    choose(density, look.density());
    choose(language, state.preferences().language());
    reducedMotion.setSelected(look.reducedMotion());
    textSize.setValue(look.textPercent());
    textValue.setText(kit.words().say("settings.text.value", look.textPercent()));
    undo.setValue(state.preferences().undoSeconds());
    undoValue.setText(kit.words().say("settings.undo.value", state.preferences().undoSeconds()));
    engine.show(state.engine());
    sandbox.setText(sandbox(state.sandbox()));
    models.getChildren().setAll(state.models().stream().map(this::model).toList());
  }

  private String sandbox(String raw) {
    return raw.equals("none")
        ? kit.words().say("settings.sandbox.none")
        : kit.words().say("settings.sandbox", kit.words().find("sandbox." + raw).orElse(raw));
  }

  private static void choose(ToggleGroup group, Object value) {
    group.getToggles().stream()
        .filter(toggle -> value.equals(toggle.getUserData()))
        .forEach(group::selectToggle);
  }

  /** In words where there are some; what it is called in files, and its licence, in small print. */
  private Node model(ModelDescription model) {
    String raw = model.model().name();
    Words words = kit.words();
    Label name =
        kit.say(
            "strong",
            "settings.model",
            words.find("model." + raw).orElse(raw),
            model.model().version());
    Label purpose =
        kit.label("body", words.find("model." + raw + ".purpose").orElseGet(model::purpose));
    Label small =
        kit.label(
            "caption",
            words.say("settings.model.small", raw, model.providerReason(), model.licence()));
    purpose.setWrapText(true);
    small.setWrapText(true);
    return Kit.styled(new VBox(name, purpose, small), "lines");
  }

  @Override
  public String id() {
    return "settings";
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Command> commands() {
    return List.of();
  }

  @Override
  public void shown() {
    model.attach();
    keys.attach(subscriptions);
    subscriptions.watch(model.state(), this::show);
    subscriptions.watch(
        model.problem(),
        problem ->
            problem.ifPresentOrElse(
                p -> banner.showDismissable(p, Optional.empty()), banner::hide));
  }

  @Override
  public void hidden() {
    subscriptions.close();
    model.detach();
  }
}
