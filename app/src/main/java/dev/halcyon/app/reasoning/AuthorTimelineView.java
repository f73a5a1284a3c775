package dev.halcyon.app.reasoning;

import dev.halcyon.app.command.OwnKeys;
import dev.halcyon.app.kit.Kit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * An author's line of time with its two ends, its legend and, for the mark under the pointer or the
 * arrow keys, what it means in words. One stop of the keyboard; its name is the whole line in
 * words. FX thread only.
 */
final class AuthorTimelineView extends VBox {
  private static final int NONE = -1;

  private final AuthorTimeline line;
  private final AuthorMarks marks;
  private final Label said;
  private final IntConsumer chosen;
  private int at = NONE;

  /**
   * @param chosen told the place of the decision that was chosen, -1 for none
   */
  AuthorTimelineView(AuthorTimeline line, Kit kit, IntConsumer chosen) {
    this.line = line;
    this.chosen = chosen;
    marks = new AuthorMarks(line, this::choose);
    said = wrapped(kit, "caption", "");
    Region between = new Region();
    HBox.setHgrow(between, Priority.ALWAYS);
    HBox ends =
        new HBox(8, kit.label("caption", line.from()), between, kit.say("caption", "timeline.now"));
    String legend =
        line.standings().stream()
            .map(each -> each.sign() + " " + kit.words().name(each))
            .collect(Collectors.joining("   "));
    getStyleClass().addAll("author-timeline", "focus-ring");
    getChildren().setAll(marks, ends, wrapped(kit, "caption", legend), said);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(line.summary());
    setAccessibleHelp(kit.words().say("timeline.help"));
    OwnKeys.keep(this, KeyCode.LEFT, KeyCode.RIGHT, KeyCode.HOME, KeyCode.END);
    addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
    said.setText(line.summary());
  }

  private static Label wrapped(Kit kit, String style, String words) {
    Label label = kit.label(style, words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private void walk(KeyEvent event) {
    int last = line.marks().size() - 1;
    int to =
        switch (event.getCode()) {
          case LEFT -> at == NONE ? last : Math.max(0, at - 1);
          case RIGHT -> at == NONE ? last : Math.min(last, at + 1);
          case HOME -> 0;
          case END -> last;
          default -> NONE;
        };
    if (to != NONE) {
      choose(to);
      event.consume();
    }
  }

  /** Lights a mark, by its place from the oldest. */
  private void choose(int mark) {
    at = mark;
    AuthorTimeline.Mark one = line.marks().get(mark);
    marks.light(mark);
    said.setText(one.spoken());
    setAccessibleText(one.spoken());
    chosen.accept(one.decision());
  }

  /** Lights the mark of a decision, when it has one. */
  void chooseDecision(int decision) {
    for (int i = 0; i < line.marks().size(); i++) {
      if (line.marks().get(i).decision() == decision && i != at) {
        choose(i);
        return;
      }
    }
  }
}
