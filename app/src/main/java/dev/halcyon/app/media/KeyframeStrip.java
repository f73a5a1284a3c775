package dev.halcyon.app.media;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Hue;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.Keyframe;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The keyframes of a video side by side: a small rendition, its time, a mark where a scene begins,
 * and a bar as long as its risk. Cells are of one size, so that a strip of thousands scrolls like
 * one of ten. FX thread only.
 */
final class KeyframeStrip extends ListView<Keyframe> {
  static final double THUMB_WIDTH = 104;
  static final double THUMB_HEIGHT = 58;
  private static final double CELL = THUMB_WIDTH + 8;

  /** What stands round a thumbnail and its line of text, px. */
  private static final double AROUND = 35;

  private static final double LINE = 1.45;

  private final MediaViewModel<?> vm;
  private final Kit kit;
  private final ScoreWords scores;
  private final Thumbnails thumbnails;
  private final List<FrameCell> cells = new ArrayList<>();
  private boolean following;

  KeyframeStrip(MediaViewModel<?> vm, Kit kit, Thumbnails thumbnails) {
    super(vm.strip().frames());
    this.vm = vm;
    this.kit = kit;
    this.scores = new ScoreWords(kit.words());
    this.thumbnails = thumbnails;
    setOrientation(Orientation.HORIZONTAL);
    setFixedCellSize(CELL);
    fit(12);
    getStyleClass().add("keyframe-strip");
    setAccessibleText(kit.words().say("strip.access"));
    setCellFactory(_ -> new FrameCell());
    getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            frame -> {
              if (frame != null && !following) {
                vm.strip().select(frame.index());
              }
            });
  }

  /** As high as a thumbnail with its time in captions of this size, px. */
  void fit(double captionSize) {
    double height = THUMB_HEIGHT + AROUND + Math.ceil(LINE * captionSize);
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
  }

  /** The thumbnails, as soon as one of them is decoded. */
  Sight sight() {
    return Sight.of(
        this, ExposureKind.BLURRED, () -> cells.stream().anyMatch(FrameCell::showsPicture));
  }

  /** Follows the view-model's selection for as long as the subscriptions live. */
  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.strip().selected(), _ -> follow());
    subscriptions.onChange(vm.strip().frames(), this::follow);
    // A strip that had no width yet put its frame out of sight.
    subscriptions.onChange(widthProperty(), _ -> Fx.nextPulse(this::follow));
  }

  private void follow() {
    int position = vm.strip().position();
    if (position < 0) {
      return;
    }
    following = true;
    getSelectionModel().clearAndSelect(position);
    getFocusModel().focus(position);
    scrollTo(Math.max(0, position - 2));
    following = false;
  }

  private String spoken(Keyframe frame) {
    String key = frame.cut() ? "strip.frame_cut" : "strip.frame";
    return kit.words()
        .say(
            key,
            ScoreWords.clock(frame.atSeconds()),
            frame.scores().stream()
                .filter(ScoreWords::speaks)
                .min(CategoryScore.HIGHEST_FIRST)
                .map(scores::bare)
                .orElseGet(() -> kit.words().say("strip.nothing")));
  }

  private static Category leading(Keyframe frame) {
    return frame.scores().stream()
        .min(CategoryScore.HIGHEST_FIRST)
        .map(CategoryScore::category)
        .orElse(Category.UNKNOWN);
  }

  private final class FrameCell extends ListCell<Keyframe> {
    private final ImageView picture = new ImageView();
    private final Label time = new Label();
    private final Label cut = new Label("✂");
    private final Region bar = new Region();
    private final StackPane track = new StackPane(bar);
    private final VBox box;

    FrameCell() {
      cells.add(this);
      StackPane thumb = new StackPane(picture);
      thumb.getStyleClass().add("thumb");
      thumb.setMinSize(THUMB_WIDTH, THUMB_HEIGHT);
      thumb.setMaxSize(THUMB_WIDTH, THUMB_HEIGHT);
      picture.setFitWidth(THUMB_WIDTH);
      picture.setFitHeight(THUMB_HEIGHT);
      picture.setPreserveRatio(true);
      time.getStyleClass().addAll("caption", "frame-time");
      cut.getStyleClass().add("cut-mark");
      bar.getStyleClass().add("risk-bar");
      bar.setMinHeight(3);
      bar.setMaxHeight(3);
      track.getStyleClass().add("risk-track");
      track.setMinSize(THUMB_WIDTH, 3);
      track.setMaxSize(THUMB_WIDTH, 3);
      track.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
      javafx.scene.layout.HBox under = new javafx.scene.layout.HBox(4, cut, time);
      under.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
      box = new VBox(3, thumb, track, under);
      getStyleClass().add("frame-cell");
      setAccessibleRole(AccessibleRole.LIST_ITEM);
    }

    /**
     * Not by what they say: frames of two videos may say the same, and the cell would go on to show
     * the picture of the case before.
     */
    @Override
    protected boolean isItemChanged(@Nullable Keyframe before, @Nullable Keyframe now) {
      return before != now;
    }

    @Override
    protected void updateItem(@Nullable Keyframe frame, boolean empty) {
      super.updateItem(frame, empty);
      setText(null);
      picture.setImage(null);
      if (empty || frame == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      time.setText(ScoreWords.clock(frame.atSeconds()));
      cut.setVisible(frame.cut());
      cut.setManaged(frame.cut());
      Hue.of(bar, leading(frame));
      bar.setMaxWidth(Math.clamp(frame.risk(), 0, 1) * THUMB_WIDTH);
      bar.setMinWidth(bar.getMaxWidth());
      setAccessibleText(spoken(frame));
      setGraphic(box);
      thumbnail(frame);
    }

    boolean showsPicture() {
      return picture.getImage() != null && isVisible() && getScene() != null;
    }

    private void thumbnail(Keyframe frame) {
      LoadedCase present = vm.loaded().get();
      MediaViewModel.Shown shown = vm.shown().get();
      Rendition rendition =
          present == null || shown == null
              ? null
              : present.rendition(shown.part().mediaId(), frame.index());
      if (rendition != null) {
        thumbnails.want(
            rendition,
            image -> {
              if (frame.equals(getItem())) {
                picture.setImage(image);
              }
            });
      }
    }
  }
}
