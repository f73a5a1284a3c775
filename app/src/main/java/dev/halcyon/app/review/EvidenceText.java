package dev.halcyon.app.review;

import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Words;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import javafx.scene.text.TextFlow;

/**
 * One piece of the item's text with its evidence underlined in the category's hue and the step's
 * number after it. The lines are drawn from the laid-out text itself, so they follow right-to-left
 * runs and line breaks. FX thread only.
 */
final class EvidenceText extends Pane {
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final Pattern APART =
      Pattern.compile(
          "((?:\\p{IsEmoji_Presentation}|\\p{IsExtended_Pictographic}\\x{FE0F})"
              + "(?:\\x{FE0F}|\\p{IsEmoji_Modifier}|\\x{200D}\\p{IsExtended_Pictographic})*)|\\p{P}+");

  /** A mark of this piece, in character positions of the flow. */
  private record Drawn(int step, int from, int to, int depth, Path line, Path glow) {}

  private final IntegerProperty lit;
  private final Words words;
  private final TextFlow flow = new TextFlow();
  private final Group glows = new Group();
  private final Group lines = new Group();
  private final List<Drawn> drawn = new ArrayList<>();
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
    flow.getChildren().clear();
    lines.getChildren().clear();
    glows.getChildren().clear();
    drawn.clear();
    String shown = text.substring(start, end);
    apart = Bidi.requiresBidi(shown.toCharArray(), 0, shown.length());
    int at = 0;
    for (TextMarks.Segment segment : marks.segments(start, end)) {
      at += add(text, segment, at);
    }
    setNodeOrientation(
        startsRightToLeft(shown) ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
    flow.setTextAlignment(TextAlignment.LEFT);
    setAccessibleText(shown);
    light(lit.get());
    requestLayout();
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
    Text plain = new Text(shown);
    plain.getStyleClass().add("item-text");
    flow.getChildren().add(plain);
    if (!segment.marks().isEmpty()) {
      TextMarks.Mark top = segment.marks().getFirst();
      hover(plain, top.step());
      plain.setAccessibleText(
          words.say("evidence.access", shown, top.step(), words.name(top.category())));
    }
    return shown.length();
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
    node.setMinWidth(USE_PREF_SIZE);
    flow.getChildren().add(node);
    return 1;
  }

  private int number(TextMarks.Segment segment, int step) {
    Text number = new Text(superscript(step));
    number.getStyleClass().add("evidence-number");
    segment.marks().stream()
        .filter(mark -> mark.step() == step)
        .findFirst()
        .ifPresent(mark -> Hue.of(number, mark.category()));
    hover(number, step);
    flow.getChildren().add(number);
    return number.getText().length();
  }

  private void hover(Text node, int step) {
    node.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> lit.set(step));
    node.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> lit.set(0));
  }

  private void draw(TextMarks.Mark mark, int from, int to, int depth) {
    Path line = Hue.of(new Path(), mark.category());
    line.getStyleClass().add("evidence-line");
    Path glow = Hue.of(new Path(), mark.category());
    glow.getStyleClass().add("evidence-glow");
    lines.getChildren().add(line);
    glows.getChildren().add(glow);
    drawn.add(new Drawn(mark.step(), from, to, depth, line, glow));
  }

  /** Lights what belongs to a step. */
  void light(int step) {
    for (Drawn mark : drawn) {
      mark.line().pseudoClassStateChanged(LIT, mark.step() == step);
      mark.glow().pseudoClassStateChanged(LIT, mark.step() == step);
      mark.glow().setVisible(mark.step() == step);
    }
  }

  /** Whether this piece carries a mark of the step. */
  boolean has(int step) {
    return drawn.stream().anyMatch(mark -> mark.step() == step);
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
    for (Drawn mark : drawn) {
      PathElement[] line = flow.getUnderlineShape(mark.from(), mark.to());
      mark.line().getElements().setAll(line);
      mark.line().setTranslateY(1 + mark.depth() * 3);
      mark.glow().getElements().setAll(flow.getRangeShape(mark.from(), mark.to(), false));
    }
  }

  private static String superscript(int number) {
    StringBuilder digits = new StringBuilder();
    for (char digit : String.format(Locale.ROOT, "%d", number).toCharArray()) {
      digits.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return digits.toString();
  }

  /** Whether the first letter with a direction reads from right to left. */
  static boolean startsRightToLeft(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      switch (Character.getDirectionality(codePoint)) {
        case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
          return false;
        }
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
          return true;
        }
        default -> i += Character.charCount(codePoint);
      }
    }
    return false;
  }
}
