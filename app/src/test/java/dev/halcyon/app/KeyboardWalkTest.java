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
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
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
    if (hung.scene.getFocusOwner() == null) {
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
        && !node.getStyleClass().contains("scrim");
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
        WritableImage without = picture(hung);
        focus(stop, true);
        WritableImage with = picture(hung);
        focus(stop, false);
        assertThat(differences(with, without, at(stop)))
            .as("%s: pixels by which the focus of %s is seen", shot, stop)
            .isGreaterThan(20);
      }
    }
  }

  private static WritableImage picture(Gallery.Hung hung) {
    hung.layout();
    return hung.scene.snapshot(null);
  }

  /** The look of a node that has the focus, which off-stage nothing gets. */
  private static void focus(Node node, boolean has) {
    node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), has);
    node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), has);
  }

  /** Pixels round a place that differ by three to one, as the ring must from what is beside it. */
  private static int differences(WritableImage with, WritableImage without, Bounds place) {
    int found = 0;
    int left = Math.max(0, (int) place.getMinX() - 4);
    int top = Math.max(0, (int) place.getMinY() - 4);
    int right = Math.min((int) with.getWidth(), (int) place.getMaxX() + 4);
    int bottom = Math.min((int) with.getHeight(), (int) place.getMaxY() + 4);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
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
      if (hung.scene.getRoot().lookup(".frame") == null || hung.registry.active().size() < 3) {
        return; // The form, and what lies over a screen, are one part.
      }
      Set<Node> visited = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
      for (int i = 0; i < 12; i++) {
        hung.press("frame.next_part");
        Node here = hung.scene.getFocusOwner();
        if (!visited.add(here)) {
          break;
        }
      }
      assertThat(visited).as("%s: parts", shot).hasSizeGreaterThan(1);
      assertThat(visited)
          .allSatisfy(node -> assertThat(node).isInstanceOfAny(Control.class, Region.class));
      assertThat(visited.stream().anyMatch(node -> inside(node, "rail"))).isTrue();
    }
  }
}
