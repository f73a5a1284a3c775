package dev.halcyon.app.queue;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.CaseSummary;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * The cases as rows: one is selected, any number are chosen with Shift and the arrows, or with
 * Shift or Ctrl and a click. The list itself knows only the selected one; who is chosen stands in
 * the view-model. FX thread only.
 */
final class CaseList extends ListView<CaseSummary> {
  private final QueueViewModel model;
  private final CaseRows rows;
  private boolean following;

  CaseList(Kit kit, QueueViewModel model) {
    super(model.cases());
    this.model = model;
    this.rows = model.list();
    setCellFactory(_ -> new CaseCell(kit, model::nearEnd, rows.chosen()));
    setAccessibleText(kit.words().say("queue.cases"));
    getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            (_, row) -> {
              if (row != null && !following) {
                model.select(Optional.of(row.id()));
              }
            });
    setOnMouseClicked(this::clicked);
    setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            model.openSelected();
            event.consume();
          }
        });
    // Before the list, which would select the row and so forget from where.
    addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventFilter(KeyEvent.KEY_PRESSED, this::stepped);
  }

  private void clicked(MouseEvent event) {
    if (event.getClickCount() == 2) {
      model.openSelected();
    } else if (event.isShortcutDown() && at(event) != null) {
      rows.chooseSelected();
    }
  }

  private void pressed(MouseEvent event) {
    UUID caseId = event.isShiftDown() ? at(event) : null;
    if (caseId != null) {
      requestFocus();
      rows.chooseTo(caseId);
      event.consume();
    }
  }

  private void stepped(KeyEvent event) {
    int step =
        switch (event.getCode()) {
          case UP -> -1;
          case DOWN -> 1;
          default -> 0;
        };
    if (step != 0 && event.isShiftDown()) {
      chooseOnward(step);
      event.consume();
    }
  }

  /** Chooses the selected row and the one beside it, which is selected then. */
  private void chooseOnward(int step) {
    int next = getSelectionModel().getSelectedIndex() + step;
    if (next >= 0 && next < getItems().size()) {
      rows.chooseTo(getItems().get(next).id());
      scrollTo(Math.max(0, next - 2));
    }
  }

  /** The case under the pointer, or null. */
  private static @Nullable UUID at(MouseEvent event) {
    Node node = event.getPickResult().getIntersectedNode();
    while (node != null && !(node instanceof CaseCell)) {
      node = node.getParent();
    }
    return node instanceof CaseCell cell && cell.getItem() != null ? cell.getItem().id() : null;
  }

  /** Follows the selection for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(model.selected(), this::follow);
    subscriptions.onChange(
        model.cases(),
        () -> {
          keepPlace();
          follow(model.selected().get());
        });
  }

  /**
   * What the reader looks at stays where it is though rows come or go above it. At the top it is
   * the top that stays, or they would never see what is most urgent come. The cells still hold what
   * was there before.
   */
  private void keepPlace() {
    if (!(lookup(".virtual-flow") instanceof VirtualFlow<?> flow)
        || flow.getFirstVisibleCell() == null
        || flow.getFirstVisibleCell().getIndex() <= 0) {
      return;
    }
    int first = flow.getFirstVisibleCell().getIndex();
    int last = flow.getLastVisibleCell().getIndex();
    for (int row = first; row <= last; row++) {
      if (flow.getCell(row) instanceof CaseCell cell && cell.getItem() != null) {
        int now = rows.indexNear(cell.getItem().id(), row);
        if (now >= 0) {
          if (now != row) {
            scrollTo(Math.max(0, now - (row - first)));
          }
          return;
        }
      }
    }
  }

  private void follow(Optional<UUID> selected) {
    following = true;
    int row = selected.map(rows::index).orElse(-1);
    if (row < 0) {
      getSelectionModel().clearSelection();
    } else if (getSelectionModel().getSelectedIndex() != row) {
      getSelectionModel().clearAndSelect(row);
      getFocusModel().focus(row);
    }
    following = false;
  }
}
