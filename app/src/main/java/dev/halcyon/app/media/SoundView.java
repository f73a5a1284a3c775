package dev.halcyon.app.media;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.SoundTrack;
import javafx.scene.AccessibleRole;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import org.jspecify.annotations.Nullable;

/**
 * What a sound looks like over the length of the recording: its loudness, or its pitches, low ones
 * at the bottom. A click goes to that second. Plays nothing. FX thread only.
 */
final class SoundView extends Region {
  private static final double LOUDNESS = 40;
  private static final double PITCHES = 96;

  private final TimelineViewModel vm;
  private final Words words;
  private final boolean pitches;
  private final Polygon wave = new Polygon();
  private final ImageView spectrum = new ImageView();
  private final Line here = new Line();
  private @Nullable SoundTrack sound;
  private double length;
  private double at;

  /**
   * @param pitches a spectrogram instead of a waveform
   */
  SoundView(TimelineViewModel vm, Words words, boolean pitches) {
    this.vm = vm;
    this.words = words;
    this.pitches = pitches;
    getStyleClass().addAll("sound-view", pitches ? "spectrogram" : "waveform");
    double height = pitches ? PITCHES : LOUDNESS;
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    here.getStyleClass().add("risk-here");
    wave.getStyleClass().add("sound-ink");
    spectrum.setSmooth(true);
    spectrum.setPreserveRatio(false);
    spectrum.setMouseTransparent(true);
    wave.setMouseTransparent(true);
    if (pitches) {
      // The polygon stays empty: it only knows the theme's ink.
      getChildren().addAll(wave, spectrum, here);
      wave.fillProperty().subscribe((_, _) -> paint());
    } else {
      getChildren().addAll(wave, here);
    }
    addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> vm.goTo(event.getX() / Math.max(1, getWidth()) * length));
  }

  void show(TimelineViewModel.Shown shown) {
    sound = shown.sound();
    length = shown.length();
    SoundTrack drawn = sound;
    setAccessibleText(
        drawn == null
            ? ""
            : words.say(
                pitches ? "spectrogram.access" : "waveform.access",
                ScoreWords.clock(drawn.seconds()),
                ScoreWords.clock(loudest(drawn))));
    paint();
    requestLayout();
  }

  /** When it is loudest, seconds. */
  private static double loudest(SoundTrack of) {
    int best = 0;
    for (int column = 1; column < of.columns(); column++) {
      best = of.peak(column) > of.peak(best) ? column : best;
    }
    return best * of.columnSeconds();
  }

  private void paint() {
    SoundTrack drawn = sound;
    if (!pitches) {
      return;
    }
    if (drawn == null || drawn.columns() == 0 || drawn.bands() == 0) {
      spectrum.setImage(null);
      return;
    }
    Color ink = wave.getFill() instanceof Color colour ? colour : Color.BLACK;
    WritableImage image = new WritableImage(drawn.columns(), drawn.bands());
    int rgb =
        (int) Math.round(ink.getRed() * 255) << 16
            | (int) Math.round(ink.getGreen() * 255) << 8
            | (int) Math.round(ink.getBlue() * 255);
    int width = drawn.columns();
    int height = drawn.bands();
    int[] argb = new int[width * height];
    for (int column = 0; column < width; column++) {
      for (int band = 0; band < height; band++) {
        int shade = (int) Math.round(drawn.level(column, band) * 255);
        argb[(height - 1 - band) * width + column] = shade << 24 | rgb;
      }
    }
    image
        .getPixelWriter()
        .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
    spectrum.setImage(image);
  }

  /** Where the recording stands, seconds. */
  void at(double position) {
    at = position;
    place();
  }

  @Override
  protected void layoutChildren() {
    SoundTrack drawn = sound;
    wave.getPoints().clear();
    double drawnWidth = drawn == null ? 0 : x(drawn.columns() * drawn.columnSeconds());
    if (drawn != null && pitches) {
      spectrum.setFitWidth(Math.max(1, Math.min(drawnWidth, getWidth())));
      spectrum.setFitHeight(getHeight());
    } else if (drawn != null) {
      outline(drawn);
    }
    place();
  }

  /** From the start along the tops and back along the bottoms. */
  private void outline(SoundTrack drawn) {
    double middle = getHeight() / 2;
    for (int column = 0; column < drawn.columns(); column++) {
      wave.getPoints()
          .addAll(column(drawn, column), middle - Math.max(0.5, drawn.peak(column) * middle));
    }
    for (int column = drawn.columns() - 1; column >= 0; column--) {
      wave.getPoints()
          .addAll(column(drawn, column), middle + Math.max(0.5, drawn.peak(column) * middle));
    }
  }

  private double column(SoundTrack drawn, int column) {
    return Math.min(getWidth(), x((column + 0.5) * drawn.columnSeconds()));
  }

  private double x(double seconds) {
    return length <= 0 ? 0 : seconds / length * getWidth();
  }

  private void place() {
    double x = Math.round(Math.clamp(x(at), 0, Math.max(0, getWidth()))) + 0.5;
    here.setStartX(x);
    here.setEndX(x);
    here.setStartY(0);
    here.setEndY(getHeight());
  }
}
