package dev.halcyon.app.shell;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Parts;
import dev.halcyon.app.kit.ProblemBanner;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * The frame: rail on the left, top bar, the screen that shows, problems under the bar, and the
 * overlay of commands above all. Used on the JavaFX thread; close it with the session.
 */
public final class FrameView implements AutoCloseable {
  private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");
  private static final double RAIL_WIDTH = 56;

  private final Kit kit;
  private final CommandRegistry registry;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Button> railButtons = new HashMap<>();
  private final StackPane center = new StackPane();
  private final ProblemBanner banner;
  private final PaletteViewModel finds;
  private final Palette palette;
  private final CheatSheet sheet;
  private final StackPane root = new StackPane();
  private final Subscriptions subscriptions = new Subscriptions();
  private final FrameViewModel model;
  private @Nullable Place here;
  private boolean ofNetwork;
  private boolean covered;
  private final VBox lines = new VBox();

  public FrameView(Kit kit, FrameViewModel model, CommandRegistry registry, List<Place> inOrder) {
    this(kit, model, registry, inOrder, List.of());
  }

  /**
   * @param inBar what features show in the top bar, before how the server stands
   */
  public FrameView(
      Kit kit,
      FrameViewModel model,
      CommandRegistry registry,
      List<Place> inOrder,
      List<Node> inBar) {
    this.kit = kit;
    this.registry = registry;
    this.model = model;
    this.banner = new ProblemBanner(kit);
    subscriptions.watch(
        model.trouble(),
        trouble -> {
          if (ofNetwork && !trouble.isEmpty()) {
            banner.hide();
          }
        });
    this.finds = new PaletteViewModel(registry);
    this.palette = new Palette(kit, registry, finds);
    this.sheet = new CheatSheet(kit, registry);
    List<Command> commands = new ArrayList<>();
    VBox work = Kit.styled(new VBox(), "rail-group");
    VBox end = Kit.styled(new VBox(), "rail-group");
    for (Place place : inOrder) {
      Command go = go(place);
      commands.add(go);
      places.put(place.screen().id(), place);
      Button button = railButton(place, go);
      railButtons.put(place.screen().id(), button);
      (place.atEnd() ? end : work).getChildren().add(button);
    }
    commands.add(command("frame.find", Keys.shortcut(KeyCode.K), palette::open));
    commands.add(command("frame.keys", Keys.character("?"), sheet::open));
    commands.add(command("frame.next_part", Keys.of(KeyCode.F6), () -> move(true)));
    commands.add(command("frame.previous_part", Keys.shift(KeyCode.F6), () -> move(false)));
    registry.addGlobal(commands);
    inOrder.forEach(place -> registry.know(place.screen().id(), place.screen().commands()));
    BorderPane body = new BorderPane(Parts.mark(new VBox(trouble(model), lines, banner, center)));
    VBox.setVgrow(center, javafx.scene.layout.Priority.ALWAYS);
    VBox.setMargin(banner, new javafx.geometry.Insets(12, 16, 12, 16));
    body.setTop(Parts.mark(new TopBar(kit, model, inBar, subscriptions)));
    BorderPane all = Kit.styled(new BorderPane(body), "page");
    all.setLeft(rail(work, end));
    root.getChildren().setAll(all, palette.node(), sheet.node());
    root.getStyleClass().add("frame");
  }

  /** One line over every screen for as long as the server is away. */
  private HBox trouble(FrameViewModel model) {
    Label words = kit.label("trouble-words", model.trouble());
    words.setWrapText(true);
    HBox.setHgrow(words, javafx.scene.layout.Priority.ALWAYS);
    HBox line =
        Kit.styled(
            new HBox(Kit.styled(Kit.icon(Feather.WIFI_OFF), "trouble-icon"), words),
            "frame-trouble",
            "line-below");
    line.setAlignment(Pos.CENTER_LEFT);
    // All of its words, also where large ones leave the screen below too little room.
    words.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
    line.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
    line.setAccessibleRole(AccessibleRole.TEXT);
    line.accessibleTextProperty().bind(model.trouble());
    line.visibleProperty().bind(model.trouble().isNotEmpty());
    line.managedProperty().bind(line.visibleProperty());
    return line;
  }

  /** The root of the scene. */
  public StackPane node() {
    return root;
  }

  /** Shows the screen with this id; the one before is hidden first. */
  public void show(String id) {
    Place next = places.get(id);
    if (next == null) {
      throw new IllegalArgumentException("no screen is called " + id);
    }
    if (next == here) {
      return;
    }
    Place before = here;
    if (before != null) {
      before.screen().hidden();
    }
    here = next;
    center.getChildren().setAll(next.screen().node());
    registry.setScreen(next.screen().commands());
    railButtons.forEach((other, button) -> button.pseudoClassStateChanged(HERE, other.equals(id)));
    if (covered) {
      return;
    }
    next.screen().shown();
    if (!holdsFocus(next.screen().node())) {
      next.screen().node().requestFocus();
    }
  }

  /** Adds a line over every screen, which shows itself when it has something to say. */
  public void addLine(Node line) {
    lines.getChildren().add(line);
  }

  /** Adds something that lies over all of the frame while it is visible. */
  public void layOver(Node layer) {
    root.getChildren().add(layer);
  }

  /** Something lies over all of the frame: the screen stops what only eyes and ears need. */
  public void cover() {
    palette.close();
    sheet.close();
    if (!covered && here != null) {
      here.screen().hidden();
    }
    covered = true;
  }

  /** The screen is in sight again. */
  public void uncover() {
    boolean was = covered;
    covered = false;
    if (was && here != null) {
      here.screen().shown();
    }
  }

  /** Whether there is a screen with this id. */
  public boolean has(String id) {
    return places.containsKey(id);
  }

  /** Whether the keyboard is somewhere inside; what left the scene cannot hold it. */
  private static boolean holdsFocus(Node screen) {
    Node focus = screen.getScene() == null ? null : screen.getScene().getFocusOwner();
    while (focus != null && focus != screen) {
      focus = focus.getParent();
    }
    return focus == screen;
  }

  /** The id of the screen that shows, or the empty string before the first. */
  public String showing() {
    Place now = here;
    return now == null ? "" : now.screen().id();
  }

  /**
   * Says a problem under the top bar until it is put away. That the server is away is said by the
   * line over every screen, for as long as it lasts, and not here too.
   */
  public void problem(UserProblem problem, Optional<Runnable> retry) {
    ofNetwork = problem.isOfNetwork();
    if (!ofNetwork || model.trouble().get().isEmpty()) {
      banner.showDismissable(problem, retry);
    }
  }

  /** Shows all keys that work here. */
  public void showKeys() {
    sheet.open();
  }

  /** Something that the palette finds came late: an open palette shows it. */
  public void foundMore() {
    palette.refresh();
  }

  /** Adds what the palette finds beside actions; asked each time it opens. */
  public void find(Supplier<List<PaletteEntry>> source) {
    finds.add(source);
  }

  private void move(boolean forward) {
    if (root.getScene() != null) {
      Parts.move(root.getScene(), forward);
    }
  }

  private Command go(Place place) {
    String id = place.screen().id();
    return kit.command("go." + id, Optional.of(place.key()), () -> show(id), Command.always());
  }

  private Command command(String id, KeyCombination key, Runnable action) {
    return kit.command(id, Optional.of(key), action, Command.always());
  }

  private Button railButton(Place place, Command go) {
    Button button = kit.describeIcon(new Button(), place.icon(), go.id());
    Tooltip help = Kit.tooltip("");
    help.textProperty().bind(kit.withKey(go.name(), go));
    button.setTooltip(help);
    button.setOnAction(_ -> go.fire());
    button.getStyleClass().addAll("rail-button");
    button.setMaxWidth(Double.MAX_VALUE);
    return button;
  }

  private static Region rail(VBox work, VBox end) {
    Region gap = new Region();
    VBox.setVgrow(gap, javafx.scene.layout.Priority.ALWAYS);
    VBox rail = Parts.mark(Kit.styled(new VBox(work, gap, end), "rail", "line-right"));
    rail.setMinWidth(RAIL_WIDTH);
    rail.setPrefWidth(RAIL_WIDTH);
    return rail;
  }

  /** Hides the screen that shows and lets go of the session. */
  @Override
  public void close() {
    palette.close();
    sheet.close();
    Place now = here;
    if (now != null) {
      now.screen().hidden();
      here = null;
    }
    subscriptions.close();
  }
}
