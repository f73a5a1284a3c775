package dev.halcyon.app.media;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Kit;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * A held original in the scene: under the lens, or whole, in a thin frame with a timer. It exists
 * for one look. FX thread only.
 */
final class LookPane extends Pane {
  private final ImageView view;
  private final Region frame = new Region();
  private final Label timer = new Label();
  private final LensViewModel lens;
  private final double width;
  private final double height;

  /** {@code width} and {@code height} are those of the rendition below, px. */
  LookPane(Image picture, LensViewModel lens, Kit kit, double width, double height) {
    this.view = new ImageView(picture);
    this.lens = lens;
    this.width = width;
    this.height = height;
    view.setAccessibleText(kit.words().say("media.original_access"));
    frame.getStyleClass().add("look");
    timer.getStyleClass().add("look-timer");
    setMinSize(width, height);
    setPrefSize(width, height);
    setMaxSize(width, height);
    setMouseTransparent(true);
    getChildren().addAll(view, frame, timer);
  }

  void time(String words) {
    timer.setText(words);
    follow();
  }

  /** Lays the original where the lens is now. */
  void follow() {
    Image picture = view.getImage();
    if (picture == null) {
      return;
    }
    LensState state = lens.state().get();
    LensState.Rectangle at =
        state.whole() ? new LensState.Rectangle(0, 0, width, height) : state.place(width, height);
    if (state.whole()) {
      view.setViewport(null);
    } else {
      LensState.Rectangle source =
          state.source(width, height, picture.getWidth(), picture.getHeight());
      view.setViewport(new Rectangle2D(source.x(), source.y(), source.width(), source.height()));
    }
    view.setFitWidth(at.width());
    view.setFitHeight(at.height());
    view.relocate(at.x(), at.y());
    frame.resizeRelocate(at.x(), at.y(), at.width(), at.height());
    timer.autosize();
    timer.relocate(at.x() + at.width() - timer.getWidth(), at.y());
  }

  /**
   * Hides at once. The blank picture stays for one more frame, so that the renderer's copy of it is
   * overwritten too, and then goes.
   */
  void close(Runnable gone) {
    frame.setVisible(false);
    timer.setVisible(false);
    if (view.getImage() instanceof SharpImage sharp) {
      sharp.wipe();
      Fx.nextPulse(
          () ->
              Fx.nextPulse(
                  () -> {
                    view.setImage(null);
                    gone.run();
                  }));
      return;
    }
    view.setImage(null);
    gone.run();
  }

  @Override
  protected void layoutChildren() {
    follow();
  }
}
