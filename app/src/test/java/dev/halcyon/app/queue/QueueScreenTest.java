package dev.halcyon.app.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.Collected;
import dev.halcyon.app.testing.Desks;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Priority;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.List;
import javafx.event.Event;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnFxThread.class)
class QueueScreenTest {
  private final Desks desks = new Desks();
  private QueueScreen screen;
  private Stage stage;

  @BeforeEach
  void show() {
    screen = desks.queueScreen();
    stage = OnFxThread.show((Parent) screen.node(), 1000, 800);
    Theme.apply(stage.getScene(), Look.DEFAULT);
    screen.shown();
    layout();
  }

  @AfterEach
  void hide() {
    screen.hidden();
    stage.hide();
  }

  private void layout() {
    stage.getScene().getRoot().applyCss();
    stage.getScene().getRoot().layout();
  }

  @SuppressWarnings("unchecked")
  private ListView<CaseSummary> cases() {
    return (ListView<CaseSummary>)
        screen.node().lookupAll(".list-view").stream()
            .map(node -> (ListView<?>) node)
            .filter(list -> "Cases, the most urgent first".equals(list.getAccessibleText()))
            .findFirst()
            .orElseThrow();
  }

  private List<ListCell<?>> rows(ListView<?> list) {
    return list.lookupAll(".list-cell").stream()
        .map(node -> (ListCell<?>) node)
        .filter(cell -> cell.isVisible() && !cell.isEmpty())
        .sorted(Comparator.comparingInt(ListCell::getIndex))
        .<ListCell<?>>map(cell -> cell)
        .toList();
  }

  @Test
  void aRowSaysEverythingAloudThatItShows() {
    ListCell<?> first = rows(cases()).getFirst();
    assertThat(first.getAccessibleRole()).isEqualTo(AccessibleRole.LIST_ITEM);
    assertThat(first.getAccessibleText())
        .contains("P0, critical")
        .contains("2 min left, due 12:02")
        .contains("Self-harm", "English", "Post", "and 14 more like it", "1 report")
        .contains("I have written the letters now");
    assertThat(rows(cases()).get(3).getAccessibleText()).contains("No text", "with Lin Okafor");
  }

  @Test
  void theQueuesSayTheirCountsAloud() {
    ListView<?> queues =
        screen.node().lookupAll(".list-view").stream()
            .map(node -> (ListView<?>) node)
            .filter(list -> "Queues".equals(list.getAccessibleText()))
            .findFirst()
            .orElseThrow();
    assertThat(rows(queues))
        .extracting(ListCell::getAccessibleText)
        .startsWith("All queues, P0, critical 2, P1, high 15, P2, normal 310")
        .contains("Escalations, clear");
  }

  @Test
  void everyFilterAndButtonHasARoleAndAName() {
    assertThat(screen.node().lookupAll(".combo-box"))
        .extracting(node -> ((ComboBox<?>) node).getAccessibleText())
        .containsExactlyInAnyOrder("Any priority", "Any category", "Any language", "Any media");
    assertThat(screen.node().lookupAll(".button"))
        .extracting(node -> ((Button) node).getAccessibleText())
        .contains("Open", "Open next");
  }

  @Test
  void enterOpensTheSelectedCase() {
    cases().getSelectionModel().select(2);
    Event.fireEvent(
        cases(),
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
    assertThat(desks.opened).containsExactly(Cases.id(3).toString(), "shown");
  }

  private static void key(Node node, KeyCode code, boolean shift) {
    Event.fireEvent(
        node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false));
  }

  private void command(String id) {
    screen.commands().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow()
        .fire();
    layout();
  }

  private List<String> chosenRows() {
    return rows(cases()).stream()
        .map(ListCell::getAccessibleText)
        .filter(text -> text.startsWith("Chosen. "))
        .toList();
  }

  @Test
  void shiftAndTheArrowsChooseRowsWhichSayItByMarkWordsAndCount() {
    assertThat(chosenRows()).isEmpty();
    key(cases(), KeyCode.DOWN, true);
    key(cases(), KeyCode.DOWN, true);
    layout();
    assertThat(chosenRows()).hasSize(3);
    ListCell<?> first = rows(cases()).getFirst();
    assertThat(first.getPseudoClassStates().toString()).contains("chosen");
    Label bar = (Label) screen.node().lookup(".chosen-bar .label");
    assertThat(bar.getText()).isEqualTo("3 cases chosen");
    assertThat(screen.node().lookup(".chosen-bar").isVisible()).isTrue();
    command("queue.choose"); // the selected one, no longer
    assertThat(chosenRows()).hasSize(2);
    command("queue.choose_none");
    assertThat(chosenRows()).isEmpty();
    assertThat(screen.node().lookup(".chosen-bar").isVisible()).isFalse();
  }

  @Test
  void allAreChosenAndTheirNumbersCopied() {
    command("queue.choose_all");
    assertThat(chosenRows()).hasSameSizeAs(rows(cases()));
    command("queue.copy_ids");
    assertThat(Clipboard.getSystemClipboard().getString().lines())
        .hasSize(cases().getItems().size())
        .startsWith(Cases.id(1).toString(), Cases.id(2).toString());
  }

  @Test
  void clickWithShiftChoosesTheRowsBetweenAndWithCtrlOne() {
    mouse(rows(cases()).get(2), MouseEvent.MOUSE_PRESSED, true);
    layout();
    assertThat(chosenRows()).hasSize(3);
    mouse(rows(cases()).get(2), MouseEvent.MOUSE_CLICKED, false);
    layout();
    assertThat(chosenRows()).as("taken out again").hasSize(2);
  }

  private static void mouse(
      Node on, javafx.event.EventType<MouseEvent> type, boolean shiftElseCtrl) {
    Event.fireEvent(
        on,
        new MouseEvent(
            type,
            5,
            5,
            5,
            5,
            MouseButton.PRIMARY,
            1,
            shiftElseCtrl,
            !shiftElseCtrl,
            false,
            false,
            true,
            false,
            false,
            false,
            false,
            true,
            new PickResult(on, 5, 5)));
  }

  @Test
  void theButtonsDoTheCommandsAndPrintTheirKeys() {
    Button next =
        screen.node().lookupAll(".button").stream()
            .map(Button.class::cast)
            .filter(button -> button.getText().equals("Open next"))
            .findFirst()
            .orElseThrow();
    assertThat(next.getGraphic().lookup(".key-cap")).isNotNull();
    next.fire();
    assertThat(desks.opened).containsExactly("next", "shown");
  }

  @Test
  void whatIsLookedAtStaysWhereItIsWhenRowsComeAboveIt() {
    for (int i = 100; i < 400; i++) {
      desks.server.cases.add(Cases.waiting(i, Priority.P2, 3_000 + i, Category.SPAM, "row " + i));
    }
    command("queue.refresh");
    cases().scrollTo(60);
    layout();
    CaseSummary top = (CaseSummary) rows(cases()).getFirst().getItem();
    assertThat(cases().getItems().indexOf(top)).as("scrolled").isBetween(58, 60);
    for (int i = 500; i < 503; i++) {
      desks.server.cases.addFirst(Cases.waiting(i, Priority.P0, 1, Category.VIOLENCE, "new " + i));
    }
    command("queue.refresh");
    layout();
    assertThat(rows(cases()).stream().limit(2).anyMatch(cell -> top.equals(cell.getItem())))
        .as("the first row in sight, or the one cut at the top before it")
        .isTrue();
    cases().scrollTo(0);
    layout();
    desks.server.cases.addFirst(Cases.waiting(600, Priority.P0, 1, Category.VIOLENCE, "newest"));
    command("queue.refresh");
    layout();
    assertThat(rows(cases()).getFirst().getItem())
        .as("who stands at the top sees what comes on top")
        .isEqualTo(desks.server.cases.getFirst());
  }

  @Test
  void rowsKeepOneHeightWhichGrowsWithTheText() {
    double before = cases().getFixedCellSize();
    desks.look.set(Look.DEFAULT.withTextPercent(200));
    assertThat(cases().getFixedCellSize()).isGreaterThan(before * 1.5);
    desks.look.set(Look.DEFAULT.withDensity(Look.Density.COMPACT));
    assertThat(cases().getFixedCellSize()).isLessThan(before);
  }

  @Test
  void nothingOfARowIsTallerThanItsRowAtAnyTextSize() {
    for (int percent : List.of(100, 150, 200)) {
      Look look = Look.DEFAULT.withTextPercent(percent);
      desks.look.set(look);
      Theme.apply(stage.getScene(), look);
      layout();
      for (ListCell<?> row : rows(cases())) {
        assertThat(((Parent) row.getGraphic()).prefHeight(-1))
            .as("row %d at %d %%", row.getIndex(), percent)
            .isLessThanOrEqualTo(cases().getFixedCellSize());
      }
    }
  }

  @Test
  void aHiddenScreenIsLetGoThoughTheDeskLivesOn() {
    WeakReference<Object> gone = shownAndHidden();
    Collected.expect("the hidden screen", gone);
    assertThat(desks.watch.queues()).as("the desk that outlives it").isNotEmpty();
  }

  private WeakReference<Object> shownAndHidden() {
    QueueScreen other = desks.queueScreen();
    other.shown();
    other.hidden();
    return new WeakReference<>(other.node());
  }
}
