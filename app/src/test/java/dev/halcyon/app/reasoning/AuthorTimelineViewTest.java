package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.reasoning.AuthorTimeline.Mark;
import dev.halcyon.app.reasoning.AuthorTimeline.Standing;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The line of time under keys and pointer. */
@ExtendWith(OnFxThread.class)
class AuthorTimelineViewTest {
  private final List<Integer> chosen = new ArrayList<>();

  private AuthorTimelineView view(List<Mark> marks) {
    Kit kit = new Kit(Words.in(Locale.ENGLISH), new Now(Clock.fixed(Cases.NOW, ZoneOffset.UTC)));
    AuthorTimelineView view =
        new AuthorTimelineView(
            new AuthorTimeline("All of it.", "30 days ago", marks), kit, chosen::add);
    new Scene(view, 340, 200);
    view.applyCss();
    view.layout();
    return view;
  }

  private static List<Mark> marks() {
    return List.of(
        new Mark(2, Standing.ALLOWED, 0, "first"),
        new Mark(1, Standing.STRIKE, 10, "second"),
        new Mark(0, Standing.RESTORED, 23, "third"));
  }

  private static void press(Node node, KeyCode code) {
    Event.fireEvent(
        node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }

  private static List<Text> signs(Node view) {
    return view.lookupAll(".author-mark").stream().map(Text.class::cast).toList();
  }

  @Test
  void arrowsGoFromDecisionToDecisionAndSayEach() {
    AuthorTimelineView view = view(marks());
    assertThat(view.getAccessibleText()).isEqualTo("All of it.");
    press(view, KeyCode.LEFT);
    assertThat(view.getAccessibleText()).isEqualTo("third");
    press(view, KeyCode.LEFT);
    press(view, KeyCode.LEFT);
    press(view, KeyCode.LEFT);
    press(view, KeyCode.RIGHT);
    press(view, KeyCode.END);
    press(view, KeyCode.HOME);
    assertThat(chosen).containsExactly(0, 1, 2, 2, 1, 0, 2);
    assertThat(view.getAccessibleText()).isEqualTo("first");
  }

  @Test
  void thePointerOnASignDoesTheSame() {
    AuthorTimelineView view = view(marks());
    Text second = signs(view).get(1);
    Event.fireEvent(
        second,
        new MouseEvent(
            MouseEvent.MOUSE_ENTERED,
            0,
            0,
            0,
            0,
            null,
            0,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            null));
    assertThat(chosen).containsExactly(1);
    assertThat(view.getAccessibleText()).isEqualTo("second");
  }

  @Test
  void signsDifferInShapeAndStandInOrderOfTime() {
    List<Text> signs = signs(view(marks()));
    assertThat(signs).extracting(Text::getText).containsExactly("○", "■", "□");
    assertThat(signs).extracting(Text::getX).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aColumnWithTooManyCountsTheRestAndTheArrowsStillReachIt() {
    List<Mark> many =
        IntStream.range(0, 30)
            .mapToObj(i -> new Mark(29 - i, Standing.ALLOWED, 5, "mark " + i))
            .toList();
    AuthorTimelineView view = view(many);
    assertThat(signs(view)).filteredOn(Node::isVisible).hasSize(4);
    assertThat(view.lookupAll(".author-mark-more"))
        .extracting(node -> ((Text) node).getText())
        .filteredOn(text -> !text.isEmpty())
        .containsExactly("+26");
    press(view, KeyCode.END);
    assertThat(view.getAccessibleText()).isEqualTo("mark 29");
    assertThat(view.lookup(".author-here").getLayoutBounds().getMinY()).isGreaterThanOrEqualTo(-4);
  }
}
