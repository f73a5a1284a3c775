package dev.halcyon.app.review;

import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Words;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.IntegerProperty;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * One piece of the item's text with its evidence underlined in the category's hue and the step's
 * number after it. The lines are drawn from the laid-out text itself, so they follow right-to-left
 * runs and line breaks. FX thread only.
 */
final class EvidenceText extends Pane {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final List<String> WORDS = List.of("item-text");
  private static final List<String> OWN_EMOJI = List.of("item-text", Emoji.OWN_FONT);
  private static final Pattern APART = Pattern.compile("(" + Emoji.PATTERN + ")|\\p{P}+");

  /** Words, or the number of a step after them; shown again with others rather than made anew. */
  private final class Run extends Text {
    private int step;
    private List<String> styled = List.of();

    Run() {
      addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> point(step));
      addEventHandler(MouseEvent.MOUSE_EXITED, _ -> point(0));
      focusedProperty()
          .subscribe(
              (_, focused) -> {
                if (focused) {
                  point(step);
                }
              });
    }

    /** Only where there is something to light. */
    private void point(int now) {
      if (step > 0) {
        lit.set(now);
      }
    }

    void show(String words, String style, int step, @Nullable String accessibleText) {
      show(words, List.of(style), step, accessibleText);
    }

    void show(String words, List<String> style, int step, @Nullable String accessibleText) {
      this.step = step;
      setText(words);
      // A change of class is a new CSS pass.
      if (!style.equals(styled)) {
        styled = style;
        getStyleClass().setAll(style);
      }
      setAccessibleText(accessibleText);
      setFocusTraversable(false);
    }

    /** The first words of each step in this piece are a stop of the keyboard, and light it too. */
    void stop() {
      setAccessibleRole(AccessibleRole.TEXT);
      setFocusTraversable(stops.add(step));
    }
  }

  private final IntegerProperty lit;
  private final Words words;
  private final TextFlow flow = new TextFlow();
  private final Group glows = new Group();
  private final Group lines = new Group();
  // Kept from text to text; those in use come first.
  private final List<DrawnMark> drawn = new ArrayList<>();
  private int inUse;
  private int runs;
  private final Set<Integer> stops = new HashSet<>();
  private boolean apart;

  /**
   * @param lit the step both ends of which are lit, 0 for none; set on hover
   */
  EvidenceText(IntegerProperty lit, Words words) {
    this.lit = lit;
    this.words = words;
    getStyleClass().add("evidence-text");
    flow.getStyleClass().add("content");
    flow.setFocusTraversable(false);
    glows.setManaged(false);
    glows.setMouseTransparent(true);
    lines.setManaged(false);
    lines.setMouseTransparent(true);
    getChildren().addAll(glows, flow, lines);
    setAccessibleRole(AccessibleRole.TEXT);
  }

  /** Shows the stretch [start, end) of the text. */
  void show(String text, TextMarks marks, int start, int end) {
    runs = 0;
    inUse = 0;
    stops.clear();
    String shown = text.substring(start, end);
    apart = Bidi.requiresBidi(shown.toCharArray(), 0, shown.length());
    int at = 0;
    for (TextMarks.Segment segment : marks.segments(start, end)) {
      at += add(text, segment, at);
    }
    flow.getChildren().remove(runs, flow.getChildren().size());
    drawn.subList(inUse, drawn.size()).forEach(DrawnMark::clear);
    setNodeOrientation(
        ReadingDirection.startsRightToLeft(shown)
            ? NodeOrientation.RIGHT_TO_LEFT
            : NodeOrientation.LEFT_TO_RIGHT);
    flow.setTextAlignment(TextAlignment.LEFT);
    setAccessibleText(shown);
    light(lit.get());
    requestLayout();
  }

  /** No text; what was drawn for the last one is forgotten. */
  void clear() {
    show("", TextMarks.at(List.of()), 0, 0);
  }

  /** The next run of the flow, one from before where there is one. */
  private Run run() {
    int at = runs++;
    if (at < flow.getChildren().size() && flow.getChildren().get(at) instanceof Run known) {
      return known;
    }
    Run made = new Run();
    put(at, made);
    return made;
  }

  private void put(int at, Node node) {
    if (at < flow.getChildren().size()) {
      flow.getChildren().set(at, node);
    } else {
      flow.getChildren().add(node);
    }
  }

  private int add(String text, TextMarks.Segment segment, int at) {
    String words = text.substring(segment.start(), segment.end());
    int length = apart ? addApart(words, segment) : addWords(words, segment);
    int depth = 0;
    for (TextMarks.Mark mark : segment.marks()) {
      draw(mark, at, at + length, depth++);
    }
    int numbers = 0;
    for (int step : segment.endingSteps()) {
      numbers += number(segment, step);
    }
    return length + numbers;
  }

  private int addWords(String shown, TextMarks.Segment segment) {
    if (shown.isEmpty()) {
      return 0;
    }
    for (Emoji.Piece piece : Emoji.pieces(shown)) {
      addPiece(piece, shown, segment);
    }
    return shown.length();
  }

  private void addPiece(Emoji.Piece piece, String whole, TextMarks.Segment segment) {
    List<String> style = piece.own() ? OWN_EMOJI : WORDS;
    if (segment.marks().isEmpty()) {
      run().show(piece.text(), style, 0, null);
    } else {
      TextMarks.Mark top = segment.marks().getFirst();
      String said = words.say("evidence.access", whole, top.step(), words.name(top.category()));
      Run marked = run();
      marked.show(piece.text(), style, top.step(), said);
      marked.stop();
    }
  }

  /**
   * Puts emoji and punctuation into nodes of their own, because the text layout orders what comes
   * from another font inside right-to-left words as if it began a left-to-right line (see
   * docs/decisions/0070). An emoji's node stands for one character in the flow.
   */
  private int addApart(String shown, TextMarks.Segment segment) {
    int length = 0;
    int from = 0;
    Matcher found = APART.matcher(shown);
    while (found.find()) {
      length += addWords(shown.substring(from, found.start()), segment);
      length += found.group(1) == null ? addWords(found.group(), segment) : addEmoji(found.group());
      from = found.end();
    }
    return length + addWords(shown.substring(from), segment);
  }

  private int addEmoji(String emoji) {
    Label node = new Label(emoji);
    node.getStyleClass().add("item-emoji");
    if (Emoji.drawnByOwnFont()) {
      node.getStyleClass().add(Emoji.OWN_FONT);
    }
    node.setMinWidth(USE_PREF_SIZE);
    put(runs++, node);
    return 1;
  }

  private int number(TextMarks.Segment segment, int step) {
    Run number = run();
    number.show(superscript(step), "evidence-number", step, null);
    segment.marks().stream()
        .filter(mark -> mark.step() == step)
        .findFirst()
        .ifPresent(mark -> Hue.of(number, mark.category()));
    return number.getText().length();
  }

  private void draw(TextMarks.Mark mark, int from, int to, int depth) {
    if (inUse == drawn.size()) {
      DrawnMark made = new DrawnMark();
      lines.getChildren().add(made.line());
      glows.getChildren().add(made.glow());
      drawn.add(made);
    }
    drawn.get(inUse++).show(mark, from, to, depth);
  }

  /** Lights what belongs to a step. */
  void light(int step) {
    for (DrawnMark mark : drawn.subList(0, inUse)) {
      mark.light(step);
    }
  }

  /** Whether this piece carries a mark of the step. */
  boolean has(int step) {
    return drawn.subList(0, inUse).stream().anyMatch(mark -> mark.step() == step);
  }

  @Override
  protected double computePrefHeight(double width) {
    return flow.prefHeight(width) + 2;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefWidth(double height) {
    return 400;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 60;
  }

  @Override
  public javafx.geometry.Orientation getContentBias() {
    return javafx.geometry.Orientation.HORIZONTAL;
  }

  @Override
  protected void layoutChildren() {
    flow.resizeRelocate(0, 0, getWidth(), getHeight());
    flow.layout();
    for (DrawnMark mark : drawn.subList(0, inUse)) {
      mark.layOut(flow);
    }
  }

  private static String superscript(int number) {
    StringBuilder digits = new StringBuilder();
    for (char digit : String.format(Locale.ROOT, "%d", number).toCharArray()) {
      digits.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return digits.toString();
  }
}
