package dev.halcyon.app.kit;

import dev.halcyon.app.command.OwnKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * Pages behind tabs that are all in sight: what does not fit beside the others takes a second line,
 * and nothing hides in a menu. One stop of the keyboard; left and right go from tab to tab. FX
 * thread only.
 */
public final class TabStrip extends VBox {
  private final FlowPane row = new FlowPane();
  private final StackPane pages = new StackPane();
  private final List<Page> all = new ArrayList<>();
  private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(-1);

  /** A tab with what it shows. */
  public static final class Page {
    private final ToggleButton tab = new ToggleButton();

    private Page(Node content) {
      content.visibleProperty().bind(tab.selectedProperty());
      content.managedProperty().bind(tab.selectedProperty());
    }

    /** Names the tab. */
    public void setText(String words) {
      tab.setText(words);
      tab.setAccessibleText(words);
    }

    /** Whether its page is the one in sight. */
    public ReadOnlyBooleanProperty chosen() {
      return tab.selectedProperty();
    }
  }

  /**
   * @param access what the tabs are about, for a screen reader
   */
  public TabStrip(String access) {
    getStyleClass().add("tab-strip");
    row.getStyleClass().add("tab-row");
    row.setAccessibleRole(AccessibleRole.TAB_PANE);
    row.setAccessibleText(access);
    row.setMinHeight(USE_PREF_SIZE);
    // Before the buttons, which take arrows as a wish to leave.
    row.addEventFilter(KeyEvent.KEY_PRESSED, this::walk);
    VBox.setVgrow(pages, Priority.ALWAYS);
    getChildren().setAll(row, pages);
  }

  /** Adds a page after the others; the first is chosen. */
  public Page add(String words, Optional<String> help, Node content) {
    Page page = new Page(content);
    page.setText(words);
    help.ifPresent(
        said -> {
          page.tab.setTooltip(Kit.tooltip(said));
          page.tab.setAccessibleHelp(said);
        });
    page.tab.getStyleClass().add("tab");
    page.tab.setAccessibleRole(AccessibleRole.TAB_ITEM);
    page.tab.setMinWidth(USE_PREF_SIZE);
    OwnKeys.keep(page.tab, KeyCode.LEFT, KeyCode.RIGHT, KeyCode.HOME, KeyCode.END);
    int index = all.size();
    page.tab.setOnAction(_ -> choose(index));
    all.add(page);
    row.getChildren().add(page.tab);
    pages.getChildren().add(content);
    choose(Math.max(0, chosen.get()));
    return page;
  }

  /** Shows a page. */
  public void choose(Page page) {
    choose(all.indexOf(page));
  }

  /** Shows a page by its place, from 0. */
  public void choose(int index) {
    chosen.set(index);
    for (int i = 0; i < all.size(); i++) {
      ToggleButton tab = all.get(i).tab;
      tab.setSelected(i == index);
      tab.setFocusTraversable(i == index);
    }
  }

  /** Shows the page after the present one; after the last comes the first. */
  public void chooseNext() {
    choose((chosen.get() + 1) % all.size());
  }

  /** The place of the page in sight, from 0. */
  public ReadOnlyIntegerProperty chosen() {
    return chosen.getReadOnlyProperty();
  }

  private void walk(KeyEvent event) {
    int last = all.size() - 1;
    int to =
        switch (event.getCode()) {
          case LEFT -> Math.max(0, chosen.get() - 1);
          case RIGHT -> Math.min(last, chosen.get() + 1);
          case HOME -> 0;
          case END -> last;
          default -> -1;
        };
    if (to >= 0) {
      choose(to);
      all.get(to).tab.requestFocus();
      event.consume();
    }
  }
}
