package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Parts;
import dev.halcyon.app.testing.RealContrast;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Cell;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every screen in every state by keyboard alone: where Tab and F6 stop, what a screen reader
 * says there, whether the ring is seen, and whether anything waits for a mouse.
 */
@ExtendWith(OnFxThread.class)
class KeyboardWalkTest {
  private static final Look PLAIN =
      Look.DEFAULT.withAppearance(Look.Appearance.LIGHT).withReducedMotion(true);

  /** More stops than any screen has: who passes it goes in circles that never close. */
  private static final int TOO_MANY = 400;

  /** Roles that say nothing of what a stop is for. */
  private static final Set<AccessibleRole> VAGUE =
      Set.of(AccessibleRole.PARENT, AccessibleRole.NODE);

  static Stream<Gallery.Shot> shots() {
    return Gallery.SHOTS.stream();
  }

  private static Gallery.Hung hang(Gallery.Shot shot) {
    return Gallery.hang(shot, PLAIN, Locale.ENGLISH, 1440, 900);
  }

  /** The stops of the Tab key from the first one round to it again. */
  private static List<Node> stops(Gallery.Hung hung) {
    List<Node> found = new ArrayList<>();
    Map<Node, Boolean> seen = new IdentityHashMap<>();
    Node start = hung.scene.getFocusOwner();
    if (start == null || start.getScene() != hung.scene) {
      Parts.firstStop(hung.scene.getRoot()).orElseThrow().requestFocus();
    }
    while (found.size() < TOO_MANY) {
      // What the Tab key does; off-stage no key event reaches the scene's own handler.
      hung.scene.getFocusOwner().requestFocusTraversal(TraversalDirection.NEXT);
      Node here = hung.scene.getFocusOwner();
      if (here == null || seen.put(here, true) != null) {
        return found;
      }
      found.add(here);
    }
    throw new AssertionError("the Tab key never comes round: " + found);
  }

  private static List<Node> within(Node node, List<Node> into) {
    if (node.isVisible() && !node.isDisabled()) {
      into.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> within(child, into));
      }
    }
    return into;
  }

  private static String name(Node node) {
    Object said = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
    String own = node.getAccessibleText();
    return own != null && !own.isBlank() ? own : said == null ? "" : said.toString();
  }

  @ParameterizedTest
  @MethodSource("shots")
  void everyStopSaysWhatItIsAndWhatItIsCalled(Gallery.Shot shot) {
    try (Gallery.Hung hung = hang(shot)) {
      List<Node> stops = stops(hung);
      assertThat(stops).as("%s: stops of the Tab key", shot).isNotEmpty();
      for (Node stop : stops) {
        assertThat(name(stop)).as("%s: the name of %s", shot, stop).isNotBlank();
        assertThat(VAGUE)
            .as("%s: the role of %s", shot, stop)
            .doesNotContain(stop.getAccessibleRole());
      }
    }
  }

  /**
   * What a screen reader comes by that is no stop: rows, pictures, what a menu holds, what lies
   * over the screen, and what each command is for.
   */
  @ParameterizedTest
  @MethodSource("shots")
  void everyRowPictureMenuAndDialogueSaysWhatItIs(Gallery.Shot shot) {
    try (Gallery.Hung hung = hang(shot)) {
      for (Node node : seen(hung.scene.getRoot(), new ArrayList<>())) {
        switch (node) {
          case Cell<?> cell when !cell.isEmpty() && !insideCell(cell) -> {
            assertThat(name(cell)).as("%s: the name of the row %s", shot, cell).isNotBlank();
            assertThat(VAGUE)
                .as("%s: the role of the row %s", shot, cell)
                .doesNotContain(cell.getAccessibleRole());
          }
          case ImageView picture when picture.getImage() != null && !insideCell(picture) ->
              assertThat(pictureName(picture))
                  .as("%s: the name of the picture %s", shot, picture)
                  .isNotBlank();
          case MenuButton menu -> assertSaid(shot, menu);
          case ButtonBase button when button.getProperties().containsKey("halcyon.command") ->
              assertThat(button.getAccessibleHelp())
                  .as("%s: what %s is for", shot, name(button))
                  .isNotBlank();
          default -> {}
        }
        if (node.getStyleClass().contains("overlay-panel")) {
          assertThat(node.getAccessibleRole()).isEqualTo(AccessibleRole.DIALOG);
          assertThat(name(node)).as("%s: the name of the dialogue", shot).isNotBlank();
        }
      }
    }
  }

  /** Its own, or that of what draws it as one picture with more. */
  private static String pictureName(Node picture) {
    for (Node at = picture; at != null; at = at.getParent()) {
      if (at.getAccessibleRole() == AccessibleRole.IMAGE_VIEW && !name(at).isBlank()) {
        return name(at);
      }
    }
    return "";
  }

  /** Every thing of a menu has a name of its own, and what can be turned on says whether it is. */
  private static void assertSaid(Gallery.Shot shot, MenuButton menu) {
    List<MenuItem> items =
        menu.getItems().stream().filter(item -> !(item instanceof SeparatorMenuItem)).toList();
    assertThat(items).as("%s: what the menu %s holds", shot, name(menu)).isNotEmpty();
    assertThat(items)
        .as("%s: names in the menu %s", shot, name(menu))
        .extracting(MenuItem::getText)
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(text).isNotBlank());
    items.stream()
        .filter(RadioMenuItem.class::isInstance)
        .map(item -> ((RadioMenuItem) item).getToggleGroup())
        .distinct()
        .forEach(
            group ->
                assertThat(group.getSelectedToggle())
                    .as("%s: which of a group of %s is chosen", shot, name(menu))
                    .isNotNull());
  }

  /** What is drawn, also what cannot be used now. */
  private static List<Node> seen(Node node, List<Node> into) {
    if (node.isVisible()) {
      into.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> seen(child, into));
      }
    }
    return into;
  }

  /** A row says what it holds; a field of choices says what its own row shows. */
  private static boolean insideCell(Node node) {
    for (Node at = node.getParent(); at != null; at = at.getParent()) {
      if (at instanceof Cell<?> || at instanceof ComboBoxBase<?>) {
        return true;
      }
    }
    return false;
  }

  /** Every control that can be used is a stop, or lies in a list or group that is one. */
  @ParameterizedTest
  @MethodSource("shots")
  void nothingWaitsForAMouse(Gallery.Shot shot) {
    try (Gallery.Hung hung = hang(shot)) {
      List<Node> stops = stops(hung);
      List<Node> all = within(hung.scene.getRoot(), new ArrayList<>());
      boolean over = stops.stream().anyMatch(stop -> inside(stop, "overlay-panel"));
      List<Node> unreachable =
          all.stream()
              .filter(node -> node instanceof ButtonBase || clickable(node))
              .filter(node -> !over || inside(node, "overlay-panel"))
              .filter(node -> !reached(node, stops))
              .toList();
      assertThat(unreachable).as("%s: can be used by mouse alone", shot).isEmpty();
    }
  }

  private static boolean clickable(Node node) {
    return (node.getOnMouseClicked() != null || node.getOnMousePressed() != null)
        && !node.getStyleClass().contains("scrim")
        && !node.getStyleClass().contains("viewport");
  }

  private static boolean reached(Node node, List<Node> stops) {
    for (Node at = node; at != null; at = at.getParent()) {
      // Arrow keys move within a list, a group of tabs, radio buttons; a field leads its list.
      if (stops.contains(at)
          || at instanceof Cell<?>
          || at instanceof ScrollBar
          || at instanceof javafx.scene.control.RadioButton
          || at instanceof ListView<?>
          || at.getStyleClass().contains("tab")
          || at.getStyleClass().contains("combo-box")) {
        return true;
      }
    }
    // What a command does has a key.
    return node.getProperties().containsKey("halcyon.command")
        || inside(node, "frame-stage")
        || inside(node, "risk-curve");
  }

  private static boolean inside(Node node, String styleClass) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at.getStyleClass().contains(styleClass)) {
        return true;
      }
    }
    return false;
  }

  /** Down a column and then the next one: no stop lies above and left of the one before. */
  @ParameterizedTest
  @MethodSource("shots")
  void theOrderIsTheOneOfReading(Gallery.Shot shot) {
    try (Gallery.Hung hung = hang(shot)) {
      List<Node> stops = stops(hung);
      int back = 0;
      for (int i = 1; i < stops.size(); i++) {
        Bounds before = at(stops.get(i - 1));
        Bounds here = at(stops.get(i));
        boolean aboveAndLeft =
            here.getMaxY() <= before.getMinY() + 1 && here.getMaxX() <= before.getMinX() + 1;
        back += aboveAndLeft ? 1 : 0;
      }
      // Once round: from the end of the screen to its beginning.
      assertThat(back).as("%s: jumps back in %s", shot, stops).isLessThanOrEqualTo(1);
    }
  }

  private static Bounds at(Node node) {
    return node.localToScene(node.getLayoutBounds());
  }

  /** The picture changes where the focus is, by what a person can see. */
  @ParameterizedTest
  @MethodSource("shots")
  void theFocusIsSeenAtEveryStop(Gallery.Shot shot) {
    try (Gallery.Hung hung = hang(shot)) {
      List<Node> stops = stops(hung);
      hung.scene.getRoot().requestFocus();
      for (Node stop : stops) {
        if (stop.getStyleClass().contains("review-desk")) {
          continue; // The whole page: there the keys are the screen's own, and nothing is chosen.
        }
        focus(stop, false);
        WritableImage without = picture(hung, stop);
        focus(stop, true);
        WritableImage with = picture(hung, stop);
        focus(stop, false);
        assertThat(differences(with, without))
            .as("%s: pixels by which the focus of %s is seen", shot, stop)
            .isGreaterThan(20);
      }
    }
  }

  /** Of the node alone: a page that scrolls is painted from a cache off-stage. */
  private static WritableImage picture(Gallery.Hung hung, Node node) {
    hung.layout();
    return node.snapshot(null, null);
  }

  /** The look of a node that has the focus, which off-stage nothing gets. */
  private static void focus(Node node, boolean has) {
    node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), has);
    node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), has);
  }

  /** Pixels that differ by two to one; all of them where the ring makes the node larger. */
  private static int differences(WritableImage with, WritableImage without) {
    int width = (int) with.getWidth();
    int height = (int) with.getHeight();
    if (width != (int) without.getWidth() || height != (int) without.getHeight()) {
      return width * height;
    }
    int found = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (with.getPixelReader().getArgb(x, y) != without.getPixelReader().getArgb(x, y)
            && RealContrast.contrast(
                    with.getPixelReader().getColor(x, y), without.getPixelReader().getColor(x, y))
                >= 2) {
          found++;
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("shots")
  void f6ReachesEveryPartAndComesRound(Gallery.Shot shot) {
    try (Gallery.Hung hung = hang(shot)) {
      boolean moves =
          hung.registry.active().stream().anyMatch(each -> each.id().equals("frame.next_part"));
      if (hung.scene.getRoot().lookup(".frame") == null || !moves) {
        return; // The form, and what lies over a screen, are one part.
      }
      Set<Node> parts = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
      for (Node stop : stops(hung)) {
        if (!stop.getStyleClass().contains("review-desk")) {
          parts.add(part(shot, stop));
        }
      }
      Set<Node> visited = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
      for (int i = 0; i <= parts.size(); i++) {
        hung.press("frame.next_part");
        visited.add(part(shot, hung.scene.getFocusOwner()));
      }
      assertThat(visited).as("%s: parts", shot).containsAll(parts);
    }
  }

  private static Node part(Gallery.Shot shot, Node stop) {
    Node at = stop;
    while (at != null && !Parts.isPart(at)) {
      at = at.getParent();
    }
    assertThat(at).as("%s: the part of the screen that %s lies in", shot, stop).isNotNull();
    return at;
  }
}
