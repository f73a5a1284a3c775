package dev.halcyon.app.media;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;

/**
 * One frame, large but never larger than its box: the rendition with the regions the argument
 * points at, and over it, only while it is held, the original in a thin frame with a timer. FX
 * thread only.
 *
 * <p>The node that shows an original exists only while the look lasts, and its picture is dropped
 * before the node is, so that no sharp pixel stays in the scene.
 */
final class FrameStage extends StackPane {
  /** Never larger, so that media does not fill the screen by itself. */
  static final double MOST_WIDTH = 560;

  static final double MOST_HEIGHT = 340;

  private final MediaViewModel<Image> vm;
  private final FilterViewModel filters;
  private final Kit kit;
  private final IntegerProperty lit;
  private final Thumbnails pictures;
  private final ImageView rendition = new ImageView();
  private final SpotsPane regions;
  private final Label instead = new Label();
  private final LensViewModel lens;
  private final PlayerViewModel player;
  private final ImageView film = new ImageView();
  private final FilmScreen screen = new FilmScreen(film);
  private @org.jspecify.annotations.Nullable LookPane look;
  private @org.jspecify.annotations.Nullable Rendition wanted;

  FrameStage(
      MediaViewModel<Image> vm,
      FilterViewModel filters,
      LensViewModel lens,
      PlayerViewModel player,
      Kit kit,
      IntegerProperty lit,
      Thumbnails pictures) {
    this.vm = vm;
    this.lens = lens;
    this.player = player;
    this.filters = filters;
    this.kit = kit;
    this.lit = lit;
    this.regions = new SpotsPane(vm, kit, lit);
    this.pictures = pictures;
    getStyleClass().add("frame-stage");
    rendition.setPreserveRatio(true);
    rendition.getStyleClass().add("rendition");
    rendition.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    instead.setWrapText(true);
    instead.getStyleClass().add("muted");
    instead.setMaxWidth(MOST_WIDTH - 64);
    setAlignment(Pos.CENTER);
    film.setPreserveRatio(true);
    film.getStyleClass().add("film");
    film.setMouseTransparent(true);
    film.fitWidthProperty().bind(rendition.fitWidthProperty());
    film.fitHeightProperty().bind(rendition.fitHeightProperty());
    getChildren().addAll(rendition, instead, film, regions);
    setOnMouseMoved(this::pointLens);
    setOnMouseDragged(this::pointLens);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pointLens);
    addEventHandler(ScrollEvent.SCROLL, this::zoomLens);
  }

  private void pointLens(MouseEvent event) {
    Bounds picture = rendition.getBoundsInParent();
    if (picture.getWidth() > 0 && picture.getHeight() > 0) {
      lens.moveTo(
          (event.getX() - picture.getMinX()) / picture.getWidth(),
          (event.getY() - picture.getMinY()) / picture.getHeight());
    }
  }

  /** Only inside the lens, only while it is held; else the page scrolls. */
  private void zoomLens(ScrollEvent event) {
    if (look != null) {
      lens.zoomBy(event.getDeltaY() > 0 ? LensViewModel.ZOOM : 1 / LensViewModel.ZOOM);
      event.consume();
    }
  }

  private void drawFilm(PlayerState state) {
    FilmFrames.Frame frame = state.frame();
    film.setVisible(frame != null);
    if (frame == null) {
      screen.clear();
    } else {
      screen.paint(frame);
      film.setAccessibleText(
          kit.words()
              .say("player.access", FilterMenu.words(kit.words(), filters.state().get().filter())));
    }
    // The boxes are of a keyframe and not of what plays.
    regions.setVisible(frame == null && look == null);
  }

  private void followLens() {
    LookPane open = look;
    if (open != null) {
      open.follow();
    }
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(filters.state(), _ -> draw());
    subscriptions.onChange(vm.shown(), _ -> draw());
    subscriptions.watch(vm.reveal().state(), this::drawLook);
    subscriptions.onChange(lens.state(), _ -> followLens());
    subscriptions.watch(player.state(), this::drawFilm);
    subscriptions.onChange(lit, _ -> regions.light());
    subscriptions.onChange(vm.pointed(), _ -> regions.light());
    subscriptions.onChange(vm.allFound(), _ -> drawSpots());
  }

  /** The rendition, unless the whole original lies over it, the film, and the original. */
  List<Sight> sights() {
    return List.of(
        new Sight(
            rendition,
            () -> {
              boolean under = look != null && lens.state().get().whole();
              return under || rendition.getImage() == null
                  ? Optional.empty()
                  : Optional.of(kind(filters.state().get().shown()));
            }),
        // A film that plays or stands, by the filter the player was told.
        new Sight(
            this,
            () ->
                player.state().get().open() && player.state().get().frame() != null
                    ? Optional.of(kind(filters.state().get().filter()))
                    : Optional.empty()),
        Sight.of(this, ExposureKind.SHARP, () -> look != null));
  }

  private static ExposureKind kind(Filter filter) {
    return switch (filter.effect()) {
      case BLUR, UNKNOWN -> ExposureKind.BLURRED;
      case MOSAIC -> ExposureKind.MOSAIC;
      case CARTOON -> ExposureKind.CARTOON;
    };
  }

  private void draw() {
    MediaViewModel.Shown shown = vm.shown().get();
    regions.clear();
    rendition.setImage(null);
    FilterState state = filters.state().get();
    wanted = shown == null ? null : state.rendition();
    instead.setText(state.making() ? kit.words().say("media.making") : vm.obstacle());
    instead.setVisible(wanted == null);
    setMinHeight(wanted == null ? 88 : 120);
    if (shown == null || wanted == null) {
      return;
    }
    rendition.setAccessibleText(
        kit.words()
            .say(
                "media.rendition_access",
                FilterMenu.words(kit.words(), state.shown()),
                vm.frameScores()));
    fit(shown);
    Rendition asked = wanted;
    pictures.want(
        asked,
        image -> {
          if (asked == wanted) {
            rendition.setImage(image);
          }
        });
    regions.draw();
    requestLayout();
  }

  private void drawSpots() {
    if (wanted != null) {
      regions.draw();
    }
  }

  private void fit(MediaViewModel.Shown shown) {
    double width = shown.part().width() > 0 ? shown.part().width() : 16;
    double height = shown.part().height() > 0 ? shown.part().height() : 9;
    double scale = Math.min(MOST_WIDTH / width, MOST_HEIGHT / height);
    rendition.setFitWidth(Math.max(48, width * scale));
    rendition.setFitHeight(Math.max(48, height * scale));
  }

  private void drawLook(RevealViewModel.State<Image> state) {
    switch (state) {
      case RevealViewModel.State.Shown<Image>(Image picture, var _) -> open(picture);
      case RevealViewModel.State.Hidden<Image> _,
          RevealViewModel.State.Asking<Image> _,
          RevealViewModel.State.Refused<Image> _ ->
          close();
    }
  }

  private void open(Image picture) {
    close();
    LookPane pane =
        new LookPane(
            picture,
            lens,
            kit,
            rendition.getBoundsInParent().getWidth(),
            rendition.getBoundsInParent().getHeight());
    look = pane;
    tick();
    regions.setVisible(false);
    getChildren().add(pane);
    pane.follow();
  }

  private void close() {
    LookPane open = look;
    look = null;
    regions.setVisible(!film.isVisible());
    if (open != null) {
      open.close(() -> getChildren().remove(open));
    }
  }

  /** Says how long the original has been in sight; nothing when it is not. */
  void tick() {
    LookPane open = look;
    if (open != null
        && vm.reveal().state().get() instanceof RevealViewModel.State.Shown<Image> shown) {
      Duration since = Duration.between(shown.since(), kit.now().clock().instant());
      open.time(kit.words().say("media.timer", Math.max(0, since.toMillis()) / 1000.0));
    }
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    double left = rendition.getBoundsInParent().getMinX();
    double top = rendition.getBoundsInParent().getMinY();
    double width = rendition.getBoundsInParent().getWidth();
    double height = rendition.getBoundsInParent().getHeight();
    regions.resizeRelocate(left, top, width, height);
  }
}
