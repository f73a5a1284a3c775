package dev.halcyon.app.review;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.protocol.ExposureKind;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The item's text. A text of usual length flows with the page; a long one scrolls in a window of
 * its own that lays out only what is in sight, so that ten megabytes do not hold up a frame. FX
 * thread only.
 */
final class ItemTextView extends VBox {
  /** Pieces that flow with the page; more scroll in their own window. */
  static final int PIECES_ON_PAGE = 8;

  private static final double WINDOW_HEIGHT = 440;

  private final Kit kit;
  private final IntegerProperty lit;
  // Kept from case to case: a new node is a new CSS pass. In a long text those of its rows.
  private final List<EvidenceText> onPage = new ArrayList<>();
  private List<EvidenceText> pieces = List.of();
  private String text = "";
  private TextMarks marks = TextMarks.of(null, "");
  private List<TextChunks.Chunk> chunks = List.of();
  private @Nullable ListView<TextChunks.Chunk> window;

  ItemTextView(Kit kit, IntegerProperty lit) {
    this.kit = kit;
    this.lit = lit;
    getStyleClass().add("item-text-view");
    setAccessibleRole(AccessibleRole.PARENT);
  }

  /** Shows a text with its marks. */
  void show(String shown, TextMarks found) {
    text = shown;
    marks = found;
    chunks = TextChunks.of(shown);
    if (chunks.size() <= PIECES_ON_PAGE) {
      showOnPage();
    } else {
      onPage.forEach(EvidenceText::clear);
      pieces = new ArrayList<>();
      ListView<TextChunks.Chunk> list = longWindow();
      window = list;
      getChildren().setAll(longWords(text.length()), list);
    }
  }

  private void showOnPage() {
    if (window != null) {
      window = null;
      getChildren().setAll(onPage);
    }
    while (onPage.size() < chunks.size()) {
      EvidenceText piece = new EvidenceText(lit, kit.words());
      piece.managedProperty().bind(piece.visibleProperty());
      onPage.add(piece);
      getChildren().add(piece);
    }
    for (int at = 0; at < onPage.size(); at++) {
      EvidenceText piece = onPage.get(at);
      piece.setVisible(at < chunks.size());
      if (at < chunks.size()) {
        piece.show(text, marks, chunks.get(at).start(), chunks.get(at).end());
      } else {
        piece.clear();
      }
    }
    pieces = List.copyOf(onPage.subList(0, chunks.size()));
  }

  private Label longWords(int characters) {
    Label words = kit.say("caption", "text.long", characters, marks.all().size());
    words.setWrapText(true);
    return words;
  }

  private ListView<TextChunks.Chunk> longWindow() {
    ListView<TextChunks.Chunk> list = new ListView<>();
    list.getStyleClass().add("long-text");
    list.setAccessibleText(kit.words().say("text.long.access"));
    list.setCellFactory(_ -> new ChunkCell());
    list.setPrefHeight(WINDOW_HEIGHT);
    list.setMinHeight(WINDOW_HEIGHT);
    list.getItems().setAll(chunks);
    return list;
  }

  /** The item's words, where there are any. */
  Sight sight() {
    return Sight.of(this, ExposureKind.TEXT, () -> !text.isBlank());
  }

  /** Lights the words of a step, bringing them into sight in a long text. */
  void light(int step) {
    pieces.forEach(piece -> piece.light(step));
  }

  /** Scrolls a long text to the first words of a step. */
  void reveal(int step) {
    ListView<TextChunks.Chunk> list = window;
    TextMarks.Mark mark = marks.firstOf(step);
    if (list == null || mark == null) {
      return;
    }
    for (int i = 0; i < chunks.size(); i++) {
      if (mark.start() < chunks.get(i).end()) {
        list.scrollTo(Math.max(0, i));
        return;
      }
    }
  }

  private final class ChunkCell extends ListCell<TextChunks.Chunk> {
    private final EvidenceText piece = new EvidenceText(lit, kit.words());

    ChunkCell() {
      pieces.add(piece);
      setPrefWidth(0);
      getStyleClass().add("text-chunk");
    }

    /** As high as the words are at this width; a cell by itself asks its graphic without one. */
    @Override
    protected double computePrefHeight(double width) {
      double across = width < 0 ? getListView().getWidth() : width;
      return isEmpty()
          ? super.computePrefHeight(width)
          : snappedTopInset()
              + piece.prefHeight(across - snappedLeftInset() - snappedRightInset())
              + snappedBottomInset();
    }

    @Override
    protected void updateItem(TextChunks.@Nullable Chunk chunk, boolean empty) {
      super.updateItem(chunk, empty);
      setText(null);
      if (empty || chunk == null) {
        setGraphic(null);
        return;
      }
      piece.show(text, marks, chunk.start(), chunk.end());
      setGraphic(piece);
    }
  }
}
